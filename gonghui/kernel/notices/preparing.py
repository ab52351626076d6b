"""A message just before it leaves: is it still needed, may it leave now, and what does it say."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.notices.catalogue import KINDS, PLAIN, Urgency
from gonghui.kernel.notices.codes import LIFE
from gonghui.kernel.notices.gateways.base import Message
from gonghui.kernel.notices.models import Address, Delivery
from gonghui.kernel.notices.rules import digest_moment, next_day
from gonghui.kernel.notices.terms import Terms, hours_of, terms_of

ONE_DIGEST = 701_119  # the advisory lock's first number; the second is the account


def prepared(row: Delivery, now: datetime) -> Message | None:
    """The message; None when it must wait or is not needed, which is then set on ``row``. ``now`` is local."""
    if row.expires_at is not None and row.expires_at <= now:
        row.state = "expired"
        row.forget_code()
        return None
    if row.urgency == Urgency.NOW:
        return _code(row, now)
    if row.address:
        return _word(row, now)
    terms = terms_of([row.account_id], now.date())[row.account_id]
    if (later := _later(row, terms, now)) is not None:
        row.state, row.due_at = "waiting", later
        return None
    return _telling(row, terms, now)


def _later(row: Delivery, terms: Terms, now: datetime) -> datetime | None:
    """When it may leave, if that is not now: it is quiet, or today's digest has left."""
    if (allowed := terms.quiet.over(now)) > now:
        return allowed
    if row.digest_on is not None and _another_today(row, now):
        return digest_moment(next_day(now), terms.digest_at, calendar(), terms.quiet)
    return None


def _another_today(row: Delivery, now: datetime) -> bool:
    """Whether this person's digest has left today, or is just leaving; two senders ask one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ONE_DIGEST, row.account_id % 2**31])
    digests = Delivery.objects.filter(account_id=row.account_id, digest_on__isnull=False).exclude(pk=row.pk)
    return digests.filter(Q(state="sending") | Q(state="sent", sent_on=now.date())).exists()


def _telling(row: Delivery, terms: Terms, now: datetime) -> Message | None:
    """How many there are, and the way to them; nothing when all have been read or taken back."""
    unread = row.notices.filter(read_at=None, withdrawn_at=None).values_list("key", flat=True)
    keys = list(unread)
    if row.channel not in terms.channels and terms.channels:
        row.channel = terms.channels[0]
    if not keys or not terms.channels:
        row.state = "void"
        return None
    template, outside = _words(set(keys))
    link = f"{settings.SITE_URL}{reverse('notice-short', args=[row.pk.hex[-10:]])}"
    params = {"count": str(len(keys)), "link": link, "date": f"{now:%m-%d}", "system": settings.PLATFORM}
    to = Address.objects.get(account_id=row.account_id, channel=row.channel).value.reveal()
    return Message(row.key, to, template, params, outside.format(**params), now)


def _word(row: Delivery, now: datetime) -> Message | None:
    """To somebody without an account: not in quiet hours, and with the way to the page that says more."""
    if (allowed := hours_of(0, now.date())[0].over(now)) > now:
        row.state, row.due_at = "waiting", allowed
        return None
    kind = KINDS[row.kind]
    asked = {"link": f"{settings.SITE_URL}{kind.page}", "date": f"{now:%m-%d}", "system": settings.PLATFORM}
    return Message(row.key, row.address.reveal(), row.kind, asked, kind.outside.format(**asked), now)


def _words(keys: set[str]) -> tuple[str, str]:
    """One kind is told in its own words, several in plain ones."""
    key = keys.pop()
    return ("notices", PLAIN) if keys or key not in KINDS else (key, KINDS[key].outside)


def _code(row: Delivery, now: datetime) -> Message:
    params = {"code": row.secret.reveal(), "minutes": str(LIFE.seconds // 60), "system": settings.PLATFORM}
    text = KINDS[row.kind].outside.format(**params)
    return Message(row.key, row.address.reveal(), row.kind, params, text, now)
