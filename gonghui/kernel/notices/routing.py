"""Notices whose time has come are given a message outside: at once, or the day's digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from gonghui.kernel.calendar.rules import Calendar
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.notices.catalogue import Urgency
from gonghui.kernel.notices.models import Delivery, Notice
from gonghui.kernel.notices.rules import digest_moment
from gonghui.kernel.notices.terms import Terms, terms_of
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

BATCH = 200
GATHER = timedelta(minutes=5)  # what follows within this time goes into the same message
ONE_ROUTER = 701_118  # the advisory lock's number


def route(now: datetime) -> int:
    """Give the next batch its messages; returns how many notices were looked at. One process at a time does it."""
    with acting(system()):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_ROUTER])
            if not cursor.fetchone()[0]:
                return 0
        waiting = Notice.objects.filter(routed_at=None, withdrawn_at=None, not_before__lte=now)
        rows = list(waiting.select_for_update().order_by("account_id", "not_before")[:BATCH])
        if rows:
            _route(rows, timezone.localtime(now))
        return len(rows)


def _route(rows: list[Notice], now: datetime) -> None:
    by_account: dict[int, list[Notice]] = defaultdict(list)
    for row in rows:
        by_account[row.account_id].append(row)
    days = calendar()
    for account, terms in terms_of(by_account, now.date()).items():
        _deliver(account, by_account[account], terms, days, now)


def _deliver(account: int, rows: list[Notice], terms: Terms, days: Calendar, now: datetime) -> None:
    """Without a way out the notice inside the platform is all there is."""
    if not terms.channels:
        return _settle(rows, None, now)
    soon = [row for row in rows if row.urgency <= Urgency.SOON or row.read_at]
    usual = [row for row in rows if row not in soon]
    if soon:
        _settle(soon, _at_once(account, Urgency.SOON, now, now, terms), now)
    if usual and not terms.digest:
        _settle(usual, _at_once(account, Urgency.USUAL, now, now + GATHER, terms), now)
    elif usual:
        _settle(usual, _digest(account, terms, days, now), now)
    return None


def _settle(rows: Iterable[Notice], delivery: Delivery | None, now: datetime) -> None:
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(delivery=delivery, routed_at=now)


def _at_once(account: int, urgency: Urgency, now: datetime, due: datetime, terms: Terms) -> Delivery:
    """The message that waits for this person, else a new one."""
    open_ = Delivery.objects.filter(account_id=account, state="waiting", digest_on=None, urgency=urgency)
    there = open_.filter(tries=0).select_for_update().first()
    return there or _made(account, urgency, now, terms.quiet.over(due), terms)


def _digest(account: int, terms: Terms, days: Calendar, now: datetime) -> Delivery:
    """The digest that waits and was never handed over, else the next one: what may have left takes nothing in."""
    open_ = Delivery.objects.filter(account_id=account, state="waiting", digest_on__isnull=False, tries=0)
    if (there := open_.select_for_update().first()) is not None:
        return there
    due = digest_moment(now, terms.digest_at, days, terms.quiet)
    return _made(account, Urgency.USUAL, now, due, terms, digest=True)


def _made(
    account: int, urgency: Urgency, now: datetime, due: datetime, terms: Terms, *, digest: bool = False
) -> Delivery:
    return Delivery.objects.create(
        account_id=account, channel=terms.channels[0], kind="notices", urgency=urgency, due_at=due,
        made_at=now, digest_on=due.date() if digest else None,
    )  # fmt: skip
