"""What follows when somebody looks at what is kept about them, or asks for something."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django_tasks import task

from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.letters.catalogue import HIMSELF
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.moving import open_item, withdraw
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members.actions import correct, withdraw_consent
from gonghui.registers.members.models import Person
from gonghui.registers.members.rules import notice
from gonghui.registers.members.selectors import survivor
from gonghui.work.own import rules
from gonghui.work.own.models import Binding, Correction
from gonghui.work.own.process import CORRECTION
from gonghui.work.own.selectors import WECHAT

ENTERED = verb("own.sign_in", "本人登录服务网")
REVEALED = verb("own.reveal", "本人查看自己的全号", "field")
COPIED = verb("own.export", "本人下载自己的信息")
BOUND = verb("own.bind", "本人绑定微信")
UNBOUND = verb("own.unbind", "本人解绑微信")


def note(pk: UUID, key: str, **detail: str) -> None:
    """Put what a person did about themselves into the journal, in the transaction of the page.

    The person is no actor and may write no journal: the program writes it, a moment later.
    """
    write_down.enqueue(str(pk), key, detail)


@task()
def write_down(pk: str, key: str, detail: dict[str, str]) -> None:
    with acting(system(HIMSELF)) as actor:
        one = Person.objects.filter(pk=pk).first()
        if one is not None:
            journal(actor, key, one, unit_id=one.unit_id, **detail)


class Taken(Exception):
    """Why nothing was bound; says so to the person."""


@transaction.atomic
def bind(subject: UUID, who: str, now: datetime) -> None:
    """``who``: what 微信 says. Instead of what was bound before; ``Taken`` when it opens somebody else's pages."""
    Binding.objects.filter(person_id=subject).delete()
    made = Binding(person_id=subject, index=index_of(who, WECHAT), bound_at=now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Taken("这个微信已经绑在另一位会员上。那也是您，请打 12351；不是您，请换一个微信") from None


@transaction.atomic
def unbind(subject: UUID) -> bool:
    return bool(Binding.objects.filter(person_id=subject).delete()[0])


def ask(subject: UUID, asked: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Open the matter of what somebody asks of the union that keeps their file."""
    person = Person.objects.filter(pk=subject).select_related("unit").first()
    if person is None:
        raise MoveRefused("没有找到您的档案，请打 12351")
    kind = asked["kind"]
    record = {"person_id": person.pk, "name": person.name, "kind": kind, "reason": asked["reason"]}
    record |= {"field": asked.get("field", ""), "wanted": asked.get("wanted", "")}
    title = f"{person.name}：{dict(rules.KINDS)[kind]}个人信息"
    open_item(CORRECTION, title=title, unit=person.unit, actor=actor, now=now, record=record)


def undo(subject: UUID, item: str, actor: Actor, now: datetime) -> None:
    known: Correction | None = Correction.objects.filter(pk=UUID(item)).first()
    if known is None or survivor(known.person_id) != subject:
        raise MoveRefused("没有找到这份申请")
    withdraw(known.pk, actor=actor, now=now, reason="本人撤回")


def take_back_consent(subject: UUID, key: str, actor: Actor, now: datetime) -> None:
    """Taken back at once; the union hears of it as a matter, since a membership may hang on it."""
    person = Person.objects.filter(pk=subject).first()
    purpose = notice()[1][key]
    if person is None or not withdraw_consent(actor=actor, person=person, purpose=purpose.key, now=now):
        raise MoveRefused("没有找到这一项同意，可能已经撤回了")
    ask(subject, {"kind": "withdraw", "reason": f"撤回同意：{purpose.about}"}, actor, now)


@consequence(CORRECTION, "carry_out")
def put_right(record: Correction, actor: Actor, today: date, **_: Any) -> None:
    """A named particular is put right in the register by whoever carries it out, within their own reach."""
    if record.kind != "correct" or not record.field or not record.wanted:
        return
    person = Person.objects.visible_to(actor).filter(pk=survivor(record.person_id)).first()
    if person is None:
        raise MoveRefused("这个人的档案不在您的范围里，请转给保管档案的工会办")
    correct(actor=actor, person=person, **{record.field: record.wanted.reveal()})
