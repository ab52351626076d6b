"""``gonghui check-numbers``: a draft read as the page reads it, against itself and, for whoever may, a unit's figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.cli.acting import MAY_NOT, actor_of
from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.bringing import NO_UNIT, SEVERAL_UNITS
from gonghui.cli.parser import Words
from gonghui.cli.surroundings import readable
from gonghui.insight.checker.forms import NOT_YET, draft_lines
from gonghui.insight.checker.rules.reading import Reading, read
from gonghui.insight.checker.rules.telling import told
from gonghui.insight.checker.selectors import known
from gonghui.kernel import clock
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import units

BAD_DAY = "“{}”不是日期，请写成 2026-01-31 的样子"
WHO = "和数据比对，要用 --as 写明以谁的身份看；只看稿子自己，请去掉 --unit"
NO_SUCH_UNIT = NO_UNIT.replace("（或它不收这种台账）", "")


def check(asked: Words) -> Answer:
    """Exit status 0 once the draft was read to its end; what disagrees stands in the answer."""
    today = clock.today()
    day = _day(asked.as_of, today)
    if asked.unit and not asked.account:
        raise Refusal(WHO)
    lines = draft_lines(readable(asked.file))
    unit, reading = _compared(asked, lines, day, today) if asked.account else (None, read(lines, day=day))
    found = told(reading) | {"day": str(reading.day), "as_of": str(day), "unit": unit and unit.name}
    return Answer(_text(found), found)


def _day(word: str | None, today: date) -> date:
    try:
        day = date.fromisoformat(word) if word else today
    except ValueError:
        raise Refusal(BAD_DAY.format(word)) from None
    if day > today:
        raise Refusal(NOT_YET.format(today))
    return day


def _compared(asked: Words, lines: list[str], day: date, today: date) -> tuple[Unit, Reading]:
    actor = actor_of(asked, today)
    if not actor.may("checker.read"):
        raise Refusal(MAY_NOT.format(actor.role_label, "核数"))
    with acting(actor):
        unit = _unit(actor, asked.unit)
        return unit, read(lines, day=day, known=known(actor, unit, day, today), unit_name=unit.name)


def _unit(actor: Actor, named: str | None) -> Unit:
    """By code or name, inside the reach; else the actor's own."""
    if named is None:
        return units(actor).get(pk=actor.unit_id)
    found = list(units(actor).filter(code=named)[:1]) or list(units(actor).filter(name=named)[:9])
    if not found:
        raise Refusal(NO_SUCH_UNIT.format(named))
    if len(found) > 1:
        raise Refusal(SEVERAL_UNITS.format(named, "、".join(str(unit.code) for unit in found)))
    return found[0]


def _text(found: dict[str, Any]) -> str:
    counts = found["totals"]
    lines = [
        f"读完：{counts['numbers']:,} 个数，能和数据比的 {counts['compared']:,} 个（一致 {counts['agreeing']:,} 个），"
        f"分项正好等于合计的 {counts['sums']:,} 处，要核对的 {counts['flags']:,} 处"
    ]
    for at, one in enumerate(found["flags"], 1):
        first = one["numbers"][0]["line"]
        lines.append(
            f"{at}. 第 {first} 行，{one['label']}：{one['says']}；{one['against']}。{one['why']}。{one['do']}"
        )
    return "\n".join(lines)
