"""What unions offer and what their members order, in the county of canaries.

What a town offers is on a menu anybody may look at, but the town's own list of it is not.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.dues.actions import save as keep_receipt
from gonghui.registers.meetings.actions import save as keep_meeting
from gonghui.registers.services.actions import save
from gonghui.work.orders.actions import order
from gonghui.work.orders.models import Order
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

SINCE, UNTIL = date(2026, 1, 1), date(2029, 12, 31)
OFFERING = ("east", "west", "mill", "mine")
ORDERING = ("mill", "mine")


def offered(scene: Scene) -> None:
    set_reach(ROOT)
    for key in OFFERING:
        holding = scene.of[key]
        values = {
            "need": "health",
            "told": f"{holding.tag}空腹来",
            "open_to": "members",
            "since": SINCE,
            "until": UNTIL,
        }
        holding.service, _ = save(
            actor=ROOT, today=clock.today(), row=None, unit=holding.unit, title=f"{holding.tag}体检", **values
        )
        scene.sing(f"{holding.tag}体检", key, "services orders journal")
        scene.sing(f"{holding.tag}空腹来", key, "services")
        scene.sing(str(holding.service.pk), key, "services orders journal")
        held, _ = keep_meeting(
            actor=ROOT, today=clock.today(), row=None, unit=holding.unit, title=f"{holding.tag}例会", kind="committee",
            held_on=SINCE, place=f"{holding.tag}会议室",
        )  # fmt: skip
        paid, _ = keep_receipt(
            actor=ROOT, today=clock.today(), row=None, unit=holding.unit, period=f"{holding.tag}一期", kind="dues",
            paid_on=SINCE, amount=Decimal("100.00"), voucher=f"{holding.tag}收据",
        )  # fmt: skip
        holding.gathering, holding.paid = held, paid
        for register, row, words in (
            ("meetings", held, ("例会", "会议室")),
            ("dues", paid, ("一期", "收据")),
        ):
            scene.sing(str(row.pk), key, f"{register} journal")
            scene.sing(f"{holding.tag}{words[0]}", key, f"{register} journal")
            scene.sing(f"{holding.tag}{words[1]}", key, register)
    for key in ORDERING:
        holding = scene.of[key]
        wish = f"{holding.tag}下班以后"
        item = order(
            subject=holding.members[0].pk,
            service=holding.service.pk,
            wish=wish,
            words="",
            actor=ROOT,
            now=clock.now(),
        )
        Order.objects.filter(pk=item.pk).update(
            came=True, stars=3, judged=f"{holding.tag}还行", judged_on=clock.today()
        )
        holding.others.append(item)
        scene.sing(str(item.pk), key, "orders journal")
        scene.sing(wish, key, "orders")
        scene.sing(f"{holding.tag}还行", key, "orders")
