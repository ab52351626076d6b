"""``gonghui figures``: what a unit and everything below it has, with its definition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from gonghui.cli.acting import MAY_NOT, actor_of
from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.cli.surroundings import readable
from gonghui.kernel import clock
from gonghui.kernel.indicators.definition import INDICATORS
from gonghui.kernel.indicators.facts import LEVELS, rolled_up, write_facts
from gonghui.kernel.indicators.selectors import Figure, figures
from gonghui.kernel.reach.actor import TREES, Actor, system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import units

NO_UNIT = "没有编码或名称是“{}”的单位，或者它不在您的管辖内；编码在“组织树”里能看到"
SEVERAL = "有 {} 个单位叫“{}”，请用编码指定"
NO_DAY = "“{}”不是日期，要写成 2024-09-27 这样"
NO_TREE = "没有“{}”这个体系；可以用 {}"
NO_LEVEL = "没有“{}”这一级；可以用 {}"
NO_FACTS = "这些文件里有不是“gonghui figures --facts”写出来的，一个也没有相加；请换成原样的文件"
NO_FIGURE = "没有“{}”这个指标；不写 --only 就列出全部"


def count(asked: Words) -> Answer:
    """Done as the program itself unless ``--as`` names an account."""
    today = clock.today()
    if asked.tree not in TREES:
        raise Refusal(NO_TREE.format(asked.tree, "、".join(TREES)))
    keys = [key for key in (asked.only or "").split(",") if key]
    if unknown := next((key for key in keys if key not in INDICATORS), None):
        raise Refusal(NO_FIGURE.format(unknown))
    actor = actor_of(asked, today) if asked.account else system("命令行")
    if not actor.may("figures.read"):
        raise Refusal(MAY_NOT.format(actor.role_label, "统计"))
    as_of = _day(asked.as_of, today)
    if asked.facts:
        return _written(actor, Path(asked.facts), today)
    with acting(actor):
        unit = _unit(actor, asked.unit)
        found = figures(actor, unit, as_of, asked.tree, keys or None, asked.as_was)
    told = {"unit": unit.code or unit.pk, "name": unit.name, "tree": asked.tree, "as_of": str(as_of),
            "figures": [_told(one) for one in found.values()]}  # fmt: skip
    return Answer(_text(unit, as_of, found), told)


def _written(actor: Actor, path: Path, today: date) -> Answer:
    with acting(actor):
        count = write_facts(actor, path, today)
    return Answer(
        f"已写出 {count:,} 条到 {path}：只有各单位各项的数，没有姓名和记录",
        {"file": str(path), "facts": count},
    )


def add_up(asked: Words) -> Answer:
    """Files written by ``gonghui figures --facts`` in many places, added up by place."""
    if asked.level not in LEVELS:
        raise Refusal(NO_LEVEL.format(asked.level, "、".join(LEVELS)))
    day = _day(asked.as_of, clock.today())
    files = [readable(one) for one in asked.files]
    try:
        rows = rolled_up(files, day, asked.level)
    except duckdb.Error:
        raise Refusal(NO_FACTS) from None
    told = [{"place": row.place, "measure": row.measure, "number": row.number} for row in rows]
    lines = "\n".join(f"  {row.place} {row.measure}：{row.number:,}" for row in rows)
    return Answer(
        f"{len(files)} 个文件相加，截至 {day}\n{lines}",
        {"as_of": str(day), "level": asked.level, "rows": told},
    )


def _day(text: str | None, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise Refusal(NO_DAY.format(text)) from None


def _unit(actor: Actor, text: str | None) -> Unit:
    reached = units(actor)
    if not text:
        found = list(reached.filter(pk=actor.unit_id) if actor.unit_id else reached.order_by("path")[:1])
    else:
        found = list(reached.filter(code=text)) or list(reached.filter(name=text, closed_on=None)[:9])
    if not found:
        raise Refusal(NO_UNIT.format(text))
    if len(found) > 1:
        raise Refusal(SEVERAL.format(len(found), text))
    return found[0]


def _told(one: Figure) -> dict[str, Any]:
    return {
        "key": one.indicator.key, "label": one.indicator.label, "unit": one.indicator.unit, "value": _plain(one.value),
        "numerator": _plain(one.numerator), "denominator": _plain(one.denominator), "meaning": one.indicator.meaning, "source": one.indicator.source,
    }  # fmt: skip


def _plain(number: int | Decimal | None) -> int | float | None:
    return float(number) if isinstance(number, Decimal) else number


def _text(unit: Unit, as_of: date, found: dict[str, Figure]) -> str:
    lines = [f"{unit.name}，截至 {as_of}"]
    for one in found.values():
        made = "" if one.denominator is None else f"（{one.numerator:,} ÷ {one.denominator:,}）"
        lines.append(
            f"  {one.indicator.label}：{one.text}{'' if one.indicator.is_rate else ' ' + one.indicator.unit}{made}"
        )
    return "\n".join(lines)
