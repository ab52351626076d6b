"""Somebody is told something: the pieces tests of the outbox share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.addresses import bind
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.models import Delivery, Notice
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting
from tests.people import mobile
from tests.support import ROOT

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 20, 10, tzinfo=ZONE)  # a Friday
KEY, URGENT = "tests.assigned", "tests.alarm"


def declare() -> None:
    notice(KEY, "待办", "{who}请您办理{what}")
    notice(URGENT, "警示", "{what}出事了", "{system}：有 {count} 件急事，请看 {link}", urgent=True)


def reached(person: Actor, n: int = 1, channel: str = "sms", address: str = "") -> str:
    """Gives somebody an address, as if proved."""
    where = address or mobile(n)
    with acting(ROOT):
        bind(actor=ROOT, account_id=person.account_id, channel=channel, address=where, now=MORNING)
    return where


def told(by: Actor, to: Actor, now: datetime = MORNING, key: str = KEY, url: str = "/", **facts: Any) -> None:
    facts = facts or ({"who": by.name, "what": "名册"} if key == KEY else {"what": "锅炉"})
    with acting(by):
        tell(
            actor=by,
            key=key,
            to=[Receiver(to.account_id, to.post_id)],
            unit_id=None,
            url=url,
            now=now,
            **facts,
        )


def sent(now: datetime) -> int:
    return send_due(lambda: now)


def after(minutes: float = 0, now: datetime = MORNING, **more: float) -> datetime:
    return now + timedelta(minutes=minutes, **more)


def deliveries() -> list[Delivery]:
    with acting(ROOT):
        return list(Delivery.objects.order_by("made_at", "pk"))


def notices() -> list[Notice]:
    with acting(ROOT):
        return list(Notice.objects.order_by("at", "pk"))
