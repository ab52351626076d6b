"""入会 as a procedure (domain.md §2.2): what the applicant handed in is decided by the union's committee."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.process.definition import CLEARED, REFUSED, WITHDRAWN, Move, Stage, process
from gonghui.kernel.process.limits import ByParameter
from gonghui.work.joining import rules
from gonghui.work.joining.models import Application

OWN = "union_chair town_clerk county_clerk"


def joined(record: Application, answers: dict[str, Any], today: date) -> None:
    record.joined_on = today
    record.number = record.number or member_number()


def member_number() -> str:
    """Drawn, so that no number tells how many there are or who came when."""
    return "M" + rules.draw(10)


JOINING = process(
    key="joining",
    label="入会申请",
    letters="RH",
    reads="joining.read",
    stages=(
        Stage("deciding", "待批准", owner=OWN, limit=ByParameter("joining.days"), verb="审批", hint="核对是不是本人、是不是在这里干活。批准的当天起就是会员。"),
        Stage("supplement", "待补充", owner=OWN, limit=ByParameter("joining.supplement"), waits="等申请人补充，不计时", under="deciding", verb="等补充", hint="申请人在手机上补充后，会自动回到待批准。"),
        Stage("member", "已入会", end=CLEARED),
        Stage("refused", "不予批准", end=REFUSED),
        Stage("withdrawn", "已撤回", end=WITHDRAWN),
    ),
    moves=(
        Move("approve", "批准入会", "deciding", "member", effect=joined, quick=True),
        Move("ask", "请申请人补充", "deciding", "supplement", reason="要补充什么"),
        Move("supplied", "已补充", "supplement", "deciding"),
        Move("refuse", "不予批准", "deciding", "refused", reason="不予批准的原因", tone="err"),
        Move("give_up", "没有补充，不予批准", "supplement", "refused", reason="不予批准的原因", tone="err"),
    ),
    back_reasons=("不在本会范围", "与已有的重复", "其他"),
)  # fmt: skip
