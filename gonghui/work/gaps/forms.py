"""What the pages of the ledger ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.register.kinds import DATE, LINES, YES, choice
from gonghui.work.gaps.process import OWN
from gonghui.work.gaps.rules import RESULTS

VERDICTS = [("yes", "异议成立"), ("no", "异议不成立")]
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


ARRANGE = (
    Column("planned_on", "哪天上门", DATE, required=True, hint="告知书送到以后，隔几天再去"),
    Column("visitors", "谁去", longest=200, required=True),
    Column("bring", "带什么", longest=400, wide=True),
)
VISITED = (
    Column("done_on", "哪天去的", DATE, required=True),
    Column("visitors", "谁去的", longest=200, required=True),
    Column("given", "文书已当面交给对方", YES),
    Column("result", "结果", choice(RESULTS), choices=RESULTS, required=True),
    Column("words", "走访情况", LINES, longest=1_000, wide=True, hint="不用写对方个人的电话和证件"),
)
WHO = (Column("visitors", "谁去", longest=200, required=True),)


DECIDE = (
    Column(
        "upheld",
        "认定",
        choice(VERDICTS),
        choices=VERDICTS,
        required=True,
        hint="成立的，这一项不再计入，直到情况变了",
    ),
    Column("answer", "理由", LINES, longest=1_000, required=True, wide=True),
)


class ContestForm(ColumnsForm):
    """Which fact is not so, why, and a paper that shows it."""

    def __init__(self, signs: Sequence[str], actor: Actor, data: Any = None, files: Any = None) -> None:
        options = [(sign, sign) for sign in signs]
        asked = (
            Column("sign", "对哪一项", choice(options), choices=options, required=True),
            Column("reason", "哪里不属实", LINES, longest=1_000, required=True, wide=True, hint="实际情况是什么，从哪里看得出来"),
        )  # fmt: skip
        super().__init__(asked, actor, None, data, files)
        self.fields["file"] = forms.FileField(
            label="证据（照片或 PDF）", required=False, max_length=200, allow_empty_file=True, help_text="可以不传，理由里写清楚"
        )  # fmt: skip

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [*super().sections, {"label": "", "fields": [self["file"]]}]
