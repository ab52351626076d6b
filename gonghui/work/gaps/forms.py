"""What the pages of meetings ask."""

from __future__ import annotations

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import DATE, LINES, choice
from gonghui.work.gaps.process import OWN

WHOLE = [("", "全部网格")]
MINUTES = (
    Column("present", "参加的单位和人员", LINES, longest=2_000, required=True, wide=True),
    Column("minutes", "会议纪要", LINES, longest=8_000, required=True, wide=True),
)
CALL = (
    Column("held_on", "哪天开", DATE, required=True, hint="开会那天所在季度的数据自动列进通报"),
    Column("grid.name", "哪个网格", units=("grid", "area"), hint="不选就是全县的"),
)


def of_decision() -> tuple[Column, ...]:
    """Who does it is a post in a unit: it stays with the post when the person changes."""
    roles = [(key, ROLES[key].label) for key in OWN.split()]
    return (
        Column("words", "议定的事", LINES, longest=1_000, required=True, wide=True),
        Column("unit.name", "由哪个单位办", units=("federation", "town", "zone", "grid", "area", "line", "single", "joint"), required=True),
        Column("role", "由哪个身份办", choice(roles), choices=roles, required=True),
        Column("due_on", "哪天办完", DATE, required=True),
    )  # fmt: skip
