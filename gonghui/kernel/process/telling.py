"""Who is told what: a matter has come to them, is nearly due, is late, waits for their signature, has ended."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from gonghui.kernel.clock import day_of
from gonghui.kernel.notices.actions import tell, withdraw
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.selectors import Receiver, entitled, holders
from gonghui.kernel.process.models import Party, WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.selectors import chain

ARRIVED = notice("work.arrived", "有事要办", "“{title}”到您这里了，这一步是{stage}")
NEARLY = notice("work.nearly", "快到期", "“{title}”的{stage} {due} 到期")
LATE = notice("work.late", "逾期", "“{title}”的{stage}已过期限 {due}", urgent=True)
LATE_BELOW = notice("work.late_below", "下级逾期", "“{title}”逾期，现在由{holder}办理", urgent=True)
TO_SIGN = notice("work.to_sign", "请您会办", "“{title}”请您签会办意见")
ENDED = notice("work.ended", "办结", "您发起的“{title}”办结了：{outcome}")
SUPERVISE = "work.supervise"


def url_of(item: WorkItem) -> str:
    return reverse("matter", args=[item.pk])


def holders_of(item: WorkItem, now: datetime) -> list[Receiver]:
    """The people in the post that answers for the matter; only who has claimed it, once somebody has."""
    found = holders(item.holder_unit_id, [item.role], day_of(now))
    return [one for one in found if item.account_id in (None, one.account_id)]


def superiors(item: WorkItem, now: datetime) -> list[Receiver]:
    """Whoever may urge, in the nearest unit above the holder where anybody may."""
    line = chain(item.place)
    above = [pk for pk in reversed(line) if pk != item.holder_unit_id]
    for pk in above:
        if found := entitled(pk, SUPERVISE, day_of(now)):
            return found
    return []


def tell_arrived(item: WorkItem, actor: Actor, now: datetime) -> None:
    to = [one for one in holders_of(item, now) if one.account_id != actor.account_id]
    _tell(item, actor, ARRIVED, to, now, stage=item.stage_label)


def tell_ended(item: WorkItem, actor: Actor, now: datetime) -> None:
    if item.opened_by > 0 and item.opened_by != actor.account_id:
        _tell(item, actor, ENDED, [Receiver(item.opened_by)], now, outcome=item.get_outcome_display())


def tell_to_sign(item: WorkItem, party: Party, actor: Actor, now: datetime) -> None:
    _tell(item, actor, TO_SIGN, holders(party.unit_id, [party.role], day_of(now)), now)


def tell_due(item: WorkItem, actor: Actor, now: datetime, *, late: bool) -> None:
    due = item.due_on.isoformat() if item.due_on else ""
    _tell(item, actor, LATE if late else NEARLY, holders_of(item, now), now, stage=item.stage_label, due=due)
    if late:
        _tell(item, actor, LATE_BELOW, superiors(item, now), now, holder=item.holder_label)


def take_back(item: WorkItem, actor: Actor, now: datetime) -> None:
    """What was told of a move that is undone, and nobody has been told yet."""
    withdraw(actor=actor, url=url_of(item), now=now, unit_id=item.unit_id)


def _tell(item: WorkItem, actor: Actor, key: str, to: list[Receiver], now: datetime, **facts: str) -> None:
    if to:
        tell(
            actor=actor,
            key=key,
            to=to,
            unit_id=item.unit_id,
            url=url_of(item),
            now=now,
            title=item.title,
            **facts,
        )
