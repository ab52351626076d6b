"""One-time codes: six digits sent to an address, to sign in or to prove that the address is one's own.

Asking takes the same steps and gives the same answer whether anybody has the address or not.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from gonghui.kernel.actors.models import Account
from gonghui.kernel.notices.addresses import account_of, index_at
from gonghui.kernel.notices.catalogue import BIND, OWN, SIGN_IN, Urgency
from gonghui.kernel.notices.models import Delivery, OneTimeCode
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.secrets.fields import index_of

LIFE = timedelta(minutes=5)
MOST_TRIES = 5
DIGITS = 6
LIMITS = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (timedelta(days=1), 10))
ENOUGH = {1: "刚发过一条验证码，请等 1 分钟再取", 5: "这个号码一小时内取了太多次，请过一会儿再取", 10: "这个号码今天取了太多次，请明天再取，或用密码登录"}  # fmt: skip


class TooMany(Exception):
    """This address has been sent enough; says so to the user."""


@transaction.atomic
def send_sign_in_code(*, address: str, now: datetime, channel: str = "sms") -> UUID:
    """Send a code to whoever has this address. Returns what the session keeps; ``TooMany``."""
    return _send(SIGN_IN, channel, address, account_of(channel, address), now)


@transaction.atomic
def send_own_code(*, address: str, subject: UUID | None, now: datetime, channel: str = "sms") -> UUID:
    """Send a code to the person whose number this is, by whom the caller has found. None: nobody's; nothing leaves."""
    return _send(OWN, channel, address, None, now, subject=subject)


@transaction.atomic
def send_binding_code(*, actor: Actor, channel: str, address: str, now: datetime) -> UUID:
    """Send a code to an address the actor says is theirs."""
    return _send(BIND, channel, address, actor.account_id, now, keep=True)


def _send(
    kind: str, channel: str, address: str, account_id: int | None, now: datetime,
    *, keep: bool = False, subject: UUID | None = None,
) -> UUID:  # fmt: skip
    index = index_at(channel, address)
    _refuse_too_many(index, now)
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    made = OneTimeCode(
        kind=kind, channel=channel, index=index, account_id=account_id, subject_id=subject, made_at=now,
        expires_at=now + LIFE,
    )  # fmt: skip
    made.hash, made.address = _hash(made.pk, digits), address if keep else None
    made.save(force_insert=True)
    message = Delivery(account_id=account_id or 0, channel=channel, kind=kind, urgency=Urgency.NOW)
    message.address, message.secret = address, digits
    message.due_at, message.made_at, message.expires_at = now, now, now + LIFE
    message.state = "void" if account_id is None and subject is None else "waiting"
    message.save(force_insert=True)
    return made.pk


def _refuse_too_many(index: bytes, now: datetime) -> None:
    """One asker at a time per address, so that a storm cannot pass between counting and writing."""
    with connection.cursor() as cursor:
        number = int.from_bytes(index[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    asked = OneTimeCode.objects.filter(index=index)
    for span, most in reversed(LIMITS):
        if asked.filter(made_at__gt=now - span).count() >= most:
            raise TooMany(ENOUGH[most])


def _hash(pk: UUID, digits: str) -> bytes:
    return index_of(digits, f"code:{pk}")


@transaction.atomic
def redeem(*, pk: UUID, kind: str, text: str, now: datetime) -> OneTimeCode | None:
    """The code, if this is it; it works once. The try counts first, so that tries side by side count too."""
    alive = OneTimeCode.objects.filter(
        pk=pk, kind=kind, used_at=None, expires_at__gt=now, tries__lt=MOST_TRIES
    )
    if not alive.update(tries=F("tries") + 1):
        return None
    found = OneTimeCode.objects.get(pk=pk)
    digits = "".join(mark for mark in text if mark.isdigit() and mark.isascii())
    right = bool(digits) and hmac.compare_digest(_hash(pk, digits), bytes(found.hash))
    if not right or (found.account_id is None and found.subject_id is None):
        return None
    OneTimeCode.objects.filter(pk=pk).update(used_at=now)
    return found


def who_signs_in(found: OneTimeCode) -> Account | None:
    """Whose code it was; from here to the end of the transaction the database sees that person and no post."""
    person = Actor(found.account_id or 0, "")
    set_reach(person)
    account: Account | None = Account.objects.filter(pk=person.account_id, is_active=True).first()
    return account


def is_alive(pk: UUID, now: datetime) -> bool:
    """Whether another try makes sense."""
    return OneTimeCode.objects.filter(pk=pk, used_at=None, expires_at__gt=now, tries__lt=MOST_TRIES).exists()
