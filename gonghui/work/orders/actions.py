"""Ordering, cancelling, judging: what becomes of what a member put in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.notices.actions import send_word
from gonghui.kernel.notices.catalogue import word
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item, withdraw
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.members.models import Person
from gonghui.registers.members.selectors import files_of, survivor
from gonghui.registers.services.models import Service
from gonghui.work.orders import rules
from gonghui.work.orders.models import Order
from gonghui.work.orders.process import ORDER
from gonghui.work.orders.selectors import STANDS

JUDGE = verb("orders.judge", "会员评价服务", "stars")
HEARD = word(
    "orders.heard.word",
    "点的服务有了答复",
    "{system}：您点的服务有了答复，登录后在“我点的服务”里看 {link}",
    "/s/my/orders/",
)
GONE = "没有找到这一单"


def order(*, subject: UUID, service: UUID, wish: str, words: str, actor: Actor, now: datetime) -> WorkItem:
    """``actor``: the program. The service is held meanwhile, so that the last place goes to one of two."""
    found = Service.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=service).first()
    person = Person.objects.filter(pk=subject).first()
    if found is None or person is None:
        raise MoveRefused("没有找到这项服务，请回到菜单重新选")
    if said := rules.refusal(_wanted(found, person), day_of(now)):
        raise MoveRefused(said)
    record = {"service": found, "person_id": person.pk, "name": person.name, "wish": wish, "words": words}
    title = f"{person.name}点单：{found.title}"
    return open_item(ORDER, title=title, unit=found.unit, actor=actor, now=now, record=record)


def _wanted(service: Service, person: Person) -> rules.Wanted:
    mine = Order.objects.filter(person_id__in=files_of(person.pk), item__closed_on=None)
    return rules.Wanted(
        service.since, service.until, service.places,
        taken=Order.objects.filter(STANDS, service=service).count(),
        members_only=service.open_to == "members",
        is_member=person.memberships.filter(until=None).exists(),
        is_own=person.path.startswith(service.path),
        has_one=mine.filter(service=service).exists(),
        open_orders=mine.count(),
    )  # fmt: skip


def cancel(*, subject: UUID, item: str, actor: Actor, now: datetime) -> None:
    withdraw(_own(subject, item).pk, actor=actor, now=now, reason="本人取消")


def judge(*, subject: UUID, item: str, stars: int, words: str, actor: Actor, now: datetime) -> None:
    """Once, by who came."""
    found = _own(subject, item)
    if not found.came:
        raise MoveRefused("服务过以后才能评价")
    if found.stars is not None:
        raise MoveRefused("您已经评价过了，谢谢")
    found.stars, found.judged, found.judged_on = stars, words, day_of(now)
    found.full_clean(exclude=["item", "unit", "path", "service"])
    found.save(update_fields=["stars", "judged", "judged_on"])
    journal(actor, JUDGE, found, unit_id=found.unit_id, stars=stars)


def _own(subject: UUID, item: str) -> Order:
    found: Order | None = Order.objects.select_for_update(of=("self",)).filter(pk=UUID(item)).first()
    if found is None or survivor(found.person_id) != subject:
        raise MoveRefused(GONE)
    return found


@consequence(ORDER, "arrange", "again", "refuse", "cannot")
def tell_who_ordered(record: Order, actor: Actor, now: datetime, **_: Any) -> None:
    """That there is something to read; what it is stands on their own page."""
    person = Person.objects.filter(pk=survivor(record.person_id)).first()
    if person is not None and person.mobile:
        send_word(
            actor=actor, key=HEARD, channel="sms", address=person.mobile.reveal(), unit_id=record.unit_id, now=now
        )  # fmt: skip
