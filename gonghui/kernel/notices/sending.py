"""Emptying the outbox: claim one message, hand it over outside any transaction, note what became of it.

Any number of senders work side by side. One that dies leaves its message claimed; when the lease is over
somebody else hands it over again under the same key, and the gateway knows it for a repetition.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from gonghui.kernel.notices.catalogue import Urgency
from gonghui.kernel.notices.gateways import gateway
from gonghui.kernel.notices.gateways.base import GatewayError, Message, Receipt, Refused, Unavailable
from gonghui.kernel.notices.models import Delivery
from gonghui.kernel.notices.preparing import prepared
from gonghui.kernel.notices.routing import route
from gonghui.kernel.notices.rules import MOST_TRIES, wait_after
from gonghui.kernel.notices.terms import terms_of
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

LEASE = timedelta(seconds=60)  # longer than the slowest gateway may take
A_ROUND = 100  # messages
BROKEN = "程序出了问题，已记录；请把时间告诉管理员"
NOT_SET_UP = "这个通道还没有配置"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """A message a sender has in hand. ``tries`` tells this claim from a later one."""

    pk: UUID
    channel: str
    tries: int
    message: Message


def send_due(moment: Callable[[], datetime], lease: timedelta = LEASE, most: int = A_ROUND) -> int:
    """One round: route, then send what is due; returns how many left. A channel that fails rests till the next."""
    route(moment())
    sent, closed = 0, set[str]()
    for _ in range(most):
        held = claim(moment(), lease, closed)
        if held is None:
            break
        outcome = hand_over(held)
        note(held, outcome, moment())
        sent += isinstance(outcome, Receipt)
        if isinstance(outcome, Unavailable):
            closed.add(held.channel)
    return sent


def claim(now: datetime, lease: timedelta = LEASE, closed: Collection[str] = ()) -> Held | None:
    """Take the most urgent message that is due; what needs no sending any more is settled on the way."""
    while True:
        with acting(system()):
            row = _next_due(now, closed)
            if row is None:
                return None
            message = prepared(row, timezone.localtime(now))
            if message is not None:
                row.state, row.tries, row.lease_until = "sending", row.tries + 1, now + lease
            row.save()
        if message is not None:
            return Held(row.pk, row.channel, row.tries, message)


def _next_due(now: datetime, closed: Collection[str]) -> Delivery | None:
    """Waiting and due, or left by a sender whose lease is over; another sender's rows are passed over."""
    due = Q(state="waiting", due_at__lte=now) | Q(state="sending", lease_until__lte=now)
    found = Delivery.objects.filter(due).exclude(channel__in=closed)
    return found.select_for_update(skip_locked=True).order_by("urgency", "due_at").first()


def hand_over(held: Held) -> Receipt | GatewayError:
    """Outside any transaction: whatever it takes, no row is locked."""
    try:
        way = gateway(held.channel)
        return way.send(held.message) if way else Unavailable(NOT_SET_UP)
    except GatewayError as error:
        return error
    except Exception:
        log.exception("the gateway of %s broke", held.channel)
        return Unavailable(BROKEN)


def note(held: Held, outcome: Receipt | GatewayError, now: datetime) -> bool:
    """Write down what became of it; False when another sender has taken it over meanwhile."""
    with acting(system()):
        mine = Delivery.objects.filter(pk=held.pk, state="sending", tries=held.tries)
        row = mine.select_for_update().first()
        if row is None:
            return False
        row.lease_until = None
        if isinstance(outcome, Receipt):
            row.state, row.receipt = "sent", outcome.id
            row.forget_code()
            row.sent_at, row.sent_on = now, timezone.localtime(now).date()
        else:
            _failed(row, outcome, now)
        row.save()
        return True


def _failed(row: Delivery, error: GatewayError, now: datetime) -> None:
    """Later again, or another way, or for the office to look after."""
    row.failures, row.error, row.failed_at = row.failures + 1, str(error)[:200], now
    hurried = row.urgency == Urgency.NOW
    if not isinstance(error, Refused) and row.failures < MOST_TRIES:
        row.state, row.due_at = "waiting", now + wait_after(row.failures, hurried=hurried)
    elif (other := _other_way(row, now)) is not None:
        row.state, row.channel, row.failures, row.due_at = "waiting", other, 0, now
    else:
        row.state = "given-up"
        row.forget_code()


def _other_way(row: Delivery, now: datetime) -> str | None:
    """The channel that comes after this one for the same person; a code has none."""
    if row.urgency == Urgency.NOW:
        return None
    channels = terms_of([row.account_id], timezone.localtime(now).date())[row.account_id].channels
    after = channels[channels.index(row.channel) + 1 :] if row.channel in channels else ()
    return after[0] if after else None
