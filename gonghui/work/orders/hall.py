"""服务网: what becomes of what members order, cancel and judge."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gonghui.kernel.letters.catalogue import Put, letter
from gonghui.kernel.reach.actor import Actor
from gonghui.work.orders import actions

ORDER, CANCEL, JUDGE = "orders.order", "orders.cancel", "orders.judge"


@letter(ORDER, "点服务")
def ordered(put: Put, actor: Actor, now: datetime) -> None:
    one = put.content
    actions.order(
        subject=put.own, service=UUID(one["service"]), wish=one["wish"], words=one["words"], actor=actor, now=now
    )  # fmt: skip


@letter(CANCEL, "取消点的服务")
def cancelled(put: Put, actor: Actor, now: datetime) -> None:
    actions.cancel(subject=put.own, item=put.content["item"], actor=actor, now=now)


@letter(JUDGE, "评价服务")
def judged(put: Put, actor: Actor, now: datetime) -> None:
    one = put.content
    actions.judge(
        subject=put.own, item=one["item"], stars=int(one["stars"]), words=one["words"], actor=actor, now=now
    )  # fmt: skip
