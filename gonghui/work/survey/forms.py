"""What the pages of surveys ask, read by the same rules as a roster's cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.register.kinds import DATE, INTEGER, LINES, TEXT, YES, choice, several
from gonghui.kernel.units.selectors import open_units
from gonghui.work.survey import rules
from gonghui.work.survey.models import Round, Team

AREAS = ("federation", "town", "zone")
ROUND = (
    Column("kind", "种类", choice(rules.ROUNDS), choices=rules.ROUNDS, required=True),
    Column("label", "名称", TEXT, longest=60, required=True, hint="例如 2026 年第 4 季度摸底"),
    Column("since", "开始", DATE, required=True),
    Column("until", "截止", DATE, required=True),
    Column("subjects", "摸什么", choice(rules.KINDS, "单位和群体都摸"), choices=rules.KINDS),
    Column("more", "另外问的问题", LINES, longest=2_000, wide=True, hint="一行一个；有选项的写成“问题：甲、乙”。单位名称、人数、有没有工会、愿不愿意建会已经会问，不用再写"),
)  # fmt: skip
TEAM = (
    Column("name", "名称", TEXT, longest=60, required=True, hint="例如 第一蹲点组"),
    Column("unit.name", "去哪里", units=AREAS, required=True),
    Column("people", "成员", LINES, longest=2_000, required=True, wide=True, hint="一行一个：姓名 单位 职务"),
    Column("since", "从哪天", DATE, required=True),
    Column("until", "到哪天", DATE, required=True),
    Column("families", "走访家庭户数", INTEGER),
    Column("findings", "发现的问题", LINES, longest=4_000, wide=True),
)
KINDS = {"number": INTEGER, "yes": YES, "text": TEXT, "lines": LINES, "people": LINES}


def of_answer(asked: Iterable[rules.Question], round_: bool) -> tuple[Column, ...]:
    """The questions of a visit as a form; a yes that is not ticked says nothing, so it is asked as a choice."""
    return (
        Column("outcome", "结果", choice(rules.OUTCOMES), choices=rules.OUTCOMES, required=True),
        Column("met_on", "走访日期", DATE, required=True),
        *(_column(one) for one in asked if one.kind != "place"),
    )


def _column(one: rules.Question) -> Column:
    hint = "一行一个：姓名 手机。" + one.hint if one.kind == "people" else one.hint
    wide = one.kind in {"lines", "people"}
    if one.kind in {"choice", "yes"}:
        offered = list(one.choices) or [("1", "有"), ("0", "没有")]
        return Column(one.key, one.label, choice(offered, "没有问到"), choices=offered, hint=hint)
    return Column(one.key, one.label, KINDS[one.kind], longest=2_000 if wide else 200, hint=hint, wide=wide)


class RoundForm(ColumnsForm):
    """A round of all below, or of the grids and lines that are ticked."""

    def __init__(self, actor: Actor, data: Any = None) -> None:
        rows = open_units(actor, "grid", "area", "line").order_by("kind", "name")
        places = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
        only = Column(
            "places", "只摸这些网格、条线", several(places), choices=places, wide=True, hint="都不选就是全部"
        )
        super().__init__((*ROUND, *((only,) if places else ())), actor, None, data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            cleaned["more"] = rules.questions_in(cleaned.get("more") or "")
        except ValueError as fault:
            self.add_error("more", str(fault))
        cleaned["places"] = [int(one) for one in cleaned.get("places") or []]
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "截止日期不能早于开始日期")
        return cleaned


class TeamForm(ColumnsForm):
    """``row``: the team, with its people one a line."""

    def __init__(self, actor: Actor, round_: Round, team: Team | None, data: Any = None) -> None:
        shown = team and _Shown(team)
        super().__init__(TEAM, actor, shown, data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        people = [
            " ".join(line.split()) for line in (cleaned.get("people") or "").splitlines() if line.strip()
        ]
        if any(len(one) > 60 for one in people):
            self.add_error("people", "每个成员一行，最多 60 个字")
        cleaned["people"] = people
        return cleaned


class _Shown:
    """A team as a form shows it."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self.people = "\n".join(team.people)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._team, name)
