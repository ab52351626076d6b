"""An address nobody types: the channel's own server says who somebody is there, once they have agreed (OAuth 2).

What the person carries between the two is a ``state`` made for their session, good once and for ten minutes: a link
somebody else has begun binds nothing, and a code that was used, by whomever, is refused where it was made.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.notices.addresses import NAMES, bind
from gonghui.kernel.notices.gateways import introducer
from gonghui.kernel.notices.gateways.base import GatewayError
from gonghui.kernel.notices.models import Address
from gonghui.kernel.reach.actor import Actor

LIFE = timedelta(minutes=10)
NOT_OURS = "这一次不是从您现在的窗口开始的，或已过了 10 分钟，没有办成。请重新开始"
NOT_AGREED = "您没有同意，没有办成"
NOT_OPEN = "管理员还没有开通{}"
LONGEST = 64  # characters of an address; longer ones no such server gives


class NotIntroduced(Exception):
    """Why nothing was bound; says so to the person."""


@dataclass(frozen=True)
class Begun:
    """``kept`` stays in the session; ``page`` is where the person agrees."""

    kept: dict[str, Any]
    page: str


def begin(*, channel: str, whose: str, back: str, now: datetime) -> Begun:
    """``whose``: who the session belongs to and what it is for. ``NotIntroduced`` when the server cannot be asked."""
    way = introducer(channel)
    if way is None:
        raise NotIntroduced(NOT_OPEN.format(NAMES.get(channel, "这个通道")))
    state = secrets.token_urlsafe(24)
    kept = {"channel": channel, "state": state, "whose": whose, "until": (now + LIFE).isoformat()}
    return Begun(kept, way.page(back, state))


def introduced(
    *, channel: str, whose: str, kept: dict[str, Any] | None, state: str, code: str, now: datetime
) -> str:
    """Who the channel's server says it is. ``kept``: from the session, which has forgotten it by now; ``NotIntroduced``."""
    if not _is_ours(channel, whose, kept, state, now):
        raise NotIntroduced(NOT_OURS)
    way = introducer(channel)
    if way is None:
        raise NotIntroduced(NOT_OPEN.format(NAMES.get(channel, "这个通道")))
    if not code:
        raise NotIntroduced(NOT_AGREED)
    try:
        return way.who(code)[:LONGEST]
    except GatewayError as refusal:
        raise NotIntroduced(str(refusal)) from None


def finish(
    *, actor: Actor, channel: str, kept: dict[str, Any] | None, state: str, code: str, now: datetime
) -> Address:
    """Reach the account of ``actor`` where the server says; ``NotIntroduced``."""
    address = introduced(
        channel=channel, whose=account_of(actor), kept=kept, state=state, code=code, now=now
    )  # fmt: skip
    try:
        with transaction.atomic():
            return bind(actor=actor, account_id=actor.account_id, channel=channel, address=address, now=now)
    except ValidationError as refusal:
        raise NotIntroduced("；".join(refusal.messages)) from None


def account_of(actor: Actor) -> str:
    return f"account:{actor.account_id}"


def _is_ours(channel: str, whose: str, kept: dict[str, Any] | None, state: str, now: datetime) -> bool:
    if kept is None or kept["channel"] != channel or kept["whose"] != whose:
        return False
    same = hmac.compare_digest(str(kept["state"]).encode(), state.encode())
    return same and now <= datetime.fromisoformat(kept["until"])
