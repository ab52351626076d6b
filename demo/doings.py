"""What one factory's union has met about and what has come in for it, over the last year."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from demo.menu import CHAIR_AT
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.dues.actions import save as keep_receipt
from gonghui.registers.meetings.actions import save as keep_meeting

MEETINGS = (  # days ago, kind, title, attended, where
    (20, "committee", "委员会会议：冬季慰问怎么办", 5, "厂工会办公室"),
    (75, "training", "消防和急救培训", 86, "食堂"),
    (130, "workers", "职工代表大会", 41, "厂礼堂"),
    (210, "culture", "拔河比赛", 120, "厂篮球场"),
    (300, "congress", "会员代表大会", 52, "厂礼堂"),
)
LEVY, DUES = Decimal("18650.00"), Decimal("2140.50")


def write_down(root: Actor, today: date) -> None:
    set_reach(root)
    unit = Unit.objects.get(code=CHAIR_AT)
    for ago, kind, title, attended, place in MEETINGS:
        held_on = today - timedelta(days=ago)
        keep_meeting(
            actor=root, today=today, row=None, unit=unit, title=title, kind=kind, held_on=held_on, attended=attended, place=place
        )  # fmt: skip
    for n in range(4):
        paid_on = today - timedelta(days=20 + 91 * n)
        period = f"{paid_on:%Y} 年第 {(paid_on.month + 2) // 3} 季度"
        for kind, amount in (("levy", LEVY - 310 * n), ("dues", DUES - 25 * n)):
            keep_receipt(
                actor=root,
                today=today,
                row=None,
                unit=unit,
                period=period,
                kind=kind,
                paid_on=paid_on,
                amount=amount,
            )
