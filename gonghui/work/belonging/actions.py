"""How each change of a membership begins, and what follows its moves. The register alone writes memberships."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.identifiers import documents
from gonghui.kernel.process import telling
from gonghui.kernel.process.definition import Process, consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance, open_item
from gonghui.kernel.process.steps import Holder, MoveRefused, hand_to, locked, post_at
from gonghui.kernel.process.triggered import cleared_by_fact, come_from_outside, open_by_rule
from gonghui.kernel.reach.actor import EVERYWHERE, Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import chain
from gonghui.registers.members.actions import admit_applicant, end_membership, retain, transfer
from gonghui.registers.members.actions.enrolment import lock_person
from gonghui.registers.members.models import Membership
from gonghui.registers.members.selectors import classify, identity_of
from gonghui.work.belonging import rules
from gonghui.work.belonging.models import OfMember, Transfer, TransferRequest
from gonghui.work.belonging.process import (
    DEATH,
    EXPULSION,
    IDLE,
    OWN,
    REQUEST,
    RETAIN,
    TRANSFER,
    WITHDRAWAL,
    has_place,
)
from gonghui.work.belonging.selectors import running

HERE = {one.key: one for one in (RETAIN, WITHDRAWAL, EXPULSION, DEATH)}
UNSAID = "已经报上去了，由县总工会核对"
MOST = 500


@contextmanager
def program(actor: Actor) -> Iterator[Actor]:
    """The program's own hand inside a move of ``actor``: it reaches both unions, which neither of them does.

    Both have agreed before it is used; the journal goes on naming the person.
    """
    wide = replace(
        actor, tree="leadership", lo="", hi=EVERYWHERE, name=rules.NAME, role_label="", unit_name=""
    )
    set_reach(wide)
    try:
        yield wide
    finally:
        if not connection.needs_rollback:
            set_reach(actor)


@contextmanager
def in_words() -> Iterator[None]:
    """What the register refuses is why the move is refused."""
    try:
        yield
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal


def _begin(
    process: Process, membership: Membership, title: str, actor: Actor, now: datetime, **fields: Any
) -> WorkItem:
    """Open a matter about one member, unless the same is under way already."""
    person = membership.person
    index = bytes(person.id_index)
    lock_person(index)
    if not Membership.objects.visible_to(actor).filter(pk=membership.pk, until=None).exists():
        raise MoveRefused(f"{person.name}的会籍刚刚变了，请刷新后再办")
    if running(process.key, index):
        raise MoveRefused(f"{person.name}的{process.label}已经在办，不用再发起")
    unit = Unit.objects.get(pk=membership.unit_id)
    record = {"id_index": index, "name": person.name} | fields
    return open_item(process, title=title, unit=unit, actor=actor, now=now, record=record)


@transaction.atomic
def begin(key: str, *, actor: Actor, membership: Membership, now: datetime) -> WorkItem:
    """保留会籍, 退会, 除名 or 去世 of one member (``key``: the procedure)."""
    process = HERE[key]
    return _begin(process, membership, f"{membership.person.name}{process.label}", actor, now)


@transaction.atomic
def begin_transfer(
    *, actor: Actor, membership: Membership, now: datetime, to_unit: Unit | None = None, to_words: str = "",
    workplace: str = "", reason: str = "1", request: UUID | None = None,
) -> WorkItem:  # fmt: skip
    """转会 of one member. ``request``: the receiving union's own request, which is its agreement.

    Where the present union itself begins it, or nobody is there but who begins it, it has agreed with that.
    """
    if to_unit is None and not to_words.strip():
        raise MoveRefused("请写要转到哪个单位或工会")
    where = Transfer(unit_id=membership.unit_id, to_unit=to_unit)
    if to_unit is not None and (fault := has_place(where, day_of(now))):
        raise MoveRefused(fault)
    item = _begin(
        TRANSFER, membership, f"{membership.person.name}转会", actor, now, to_unit=to_unit,
        to_name=to_unit.name if to_unit else "", to_words=to_words.strip(), workplace=workplace, reason=reason or "1",
        request_id=request, wanted=request is not None,
    )  # fmt: skip
    if item.held_by(actor):
        advance(item.pk, "agree", actor=actor, now=now)
    return WorkItem.objects.get(pk=item.pk)


def begin_many(
    *, actor: Actor, memberships: Sequence[Membership], to_unit: Unit, now: datetime
) -> tuple[int, list[str]]:
    """A workplace has closed: all these into one union. Each is a matter of its own and holds up no other.

    Returns how many have begun, and why the others have not.
    """
    begun, refused = 0, []
    for one in memberships[:MOST]:
        try:
            with transaction.atomic():
                begin_transfer(actor=actor, membership=one, to_unit=to_unit, reason="4", now=now)
            begun += 1
        except MoveRefused as refusal:
            refused.append(str(refusal))
    return begun, refused


def name_idle(*, actor: Actor, memberships: Sequence[Membership], now: datetime) -> int:
    """The chair names who has neither paid nor come; each becomes a matter to look into, and nothing else happens."""
    if not actor.may(IDLE.opens):
        raise MoveRefused("您现在的身份不能报")
    for one in memberships[:MOST]:
        with transaction.atomic():
            lock_person(bytes(one.person.id_index))
            unit = Unit.objects.get(pk=one.unit_id)
            known = running(IDLE.key, bytes(one.person.id_index))
            if not known:
                _open_idle(actor, one, unit, now)
    return len(memberships[:MOST])


def _open_idle(actor: Actor, one: Membership, unit: Unit, now: datetime) -> WorkItem:
    facts = {"named_on": day_of(now).isoformat()}
    return open_by_rule(
        IDLE, rule="belonging.idle", subject=f"membership:{one.pk}", title=f"{one.person.name}：久不参加", unit=unit, facts=facts,
        actor=actor, now=now, record={"id_index": bytes(one.person.id_index), "name": one.person.name},
    )  # fmt: skip


@transaction.atomic
def ask_for(*, actor: Actor, unit: Unit, now: datetime, **given: Any) -> WorkItem:
    """转入申请: ``unit`` names somebody who works there now. Nothing is looked up but its own members and requests,
    so the answer is the same for everybody else.
    """
    number, kind = given["id_number"], given.get("id_type") or "1"
    index = identity_of(number, kind)
    if Membership.objects.visible_to(actor).filter(unit=unit, until=None, person__id_index=index).exists():
        raise MoveRefused("这个人已经是本会会员")
    if TransferRequest.objects.filter(unit=unit, id_index=index, item__closed_on=None).exists():
        raise MoveRefused(UNSAID)
    if not documents.tells(kind, number) and not (given.get("birth_date") and given.get("sex")):
        raise MoveRefused("这种证件上看不出出生日期和性别，请填写")
    born = given.pop("birth_date", None)
    record = {name: value for name, value in given.items() if value not in (None, "")} | {"id_index": index}
    record["birth_date"] = born.isoformat() if isinstance(born, date) else ""
    return open_item(
        REQUEST, title=f"{given['name']}转入申请", unit=unit, actor=actor, now=now, record=record
    )


@transaction.atomic
def ask_the_other(item_id: UUID, *, actor: Actor, now: datetime) -> WorkItem:
    """The county has found that somebody asked for belongs elsewhere: that union is asked to let them go."""
    request = locked(item_id, actor)
    if request.process_key != REQUEST.key or request.closed_on or not request.held_by(actor):
        raise MoveRefused("这份申请现在不由您核对")
    record = TransferRequest.objects.get(pk=request.pk)
    membership = _membership_of(actor, bytes(record.id_index))
    return begin_transfer(
        actor=actor, membership=membership, to_unit=Unit.objects.get(pk=record.unit_id), workplace=record.workplace,
        request=request.pk, now=now,
    )  # fmt: skip


def _membership_of(actor: Actor, index: bytes) -> Membership:
    standing = classify([index])
    if index in standing and standing[index] is None:
        raise MoveRefused("这个人的会籍在您的管辖之外，请上级工会核对")
    rows = Membership.objects.visible_to(actor).filter(until=None, person__id_index=index)
    found: Membership | None = rows.select_related("person").first()
    if found is None:
        raise MoveRefused("这个人现在没有会籍，可以直接登记入会")
    return found


@consequence(REQUEST, "enter")
def take_in(record: TransferRequest, actor: Actor, today: date, **_: Any) -> None:
    """Who belongs nowhere, or once did, becomes a member of the union that named them."""
    index = bytes(record.id_index)
    lock_person(index)
    known = classify([index]).get(index, ...)
    if known is None or (known is not ... and Membership.objects.filter(person=known, until=None).exists()):
        raise MoveRefused("这个人有会籍，不能再登记；请向原工会发起转会")
    values = {
        "name": record.name, "id_type": record.id_type, "id_number": record.id_number.reveal(), "since": today,
        "workplace": record.workplace, "job": record.job,
    }  # fmt: skip
    if record.birth_date and (born := record.birth_date.reveal()):
        values |= {"birth_date": date.fromisoformat(born), "sex": record.sex}
    with in_words():
        admit_applicant(actor=actor, today=today, unit=record.unit, aside=False, **values)


@consequence(TRANSFER, "agree", "silent")
def go_on(record: Transfer, actor: Actor, now: datetime, **_: Any) -> None:
    """Where it is known where it goes, nobody above has to say so."""
    if record.to_unit_id is not None:
        with program(actor) as hand:
            telling.take_back(record.item, hand, now)
            come_from_outside(record.item_id, "placed", actor=hand, now=now, text=f"转入{record.to_name}")


@consequence(TRANSFER, "placed")
def to_the_receiving(record: Transfer, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The receiving union answers next; it has answered when it asked, and still asks."""
    with program(actor) as hand:
        item = locked(record.item_id, hand)
        telling.take_back(item, hand, now)
        asks = record.request_id and WorkItem.objects.filter(pk=record.request_id, closed_on=None).exists()
        if record.wanted and asks:
            come_from_outside(item.pk, "accept", actor=hand, now=now, text="转入方申请时已经同意")
            return
        unit = record.to_unit
        assert unit is not None
        to = post_at(chain(unit)[::-1], OWN.split(), today) or Holder(unit.pk, OWN.split()[0], unit.name)
        hand_to(item, to, "held", now)
        item.save()
        telling.tell_arrived(item, hand, now)


@consequence(TRANSFER, "accept")
def move(record: Transfer, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """Out there and in here, in one action; the request that asked for it is done with that."""
    with program(actor) as hand, in_words():
        assert record.to_unit is not None
        request = locked(record.request_id, hand) if record.request_id else None
        transfer(
            actor=hand, index=bytes(record.id_index), out_of=Unit.objects.get(pk=record.unit_id),
            to_unit=record.to_unit, on=today, reason=record.reason, workplace=record.workplace,
        )  # fmt: skip
        if request is not None and request.closed_on is None:
            cleared_by_fact(request, "done", actor=hand, now=now, text="已列入名册")


@consequence(RETAIN, "retain")
def keep(record: Any, actor: Actor, **_: Any) -> None:
    with in_words():
        retain(
            actor=actor, index=bytes(record.id_index), unit=record.unit, on=record.since, reason=record.reason
        )


def _ends(record: OfMember, actor: Actor, change: str, reason: str, on: date) -> None:
    with in_words():
        end_membership(
            actor=actor, index=bytes(record.id_index), unit=record.unit, change=change, reason=reason, on=on
        )


@consequence(WITHDRAWAL, "announce")
def leaves(record: Any, actor: Actor, **_: Any) -> None:
    _ends(record, actor, "6", "5", record.announced_on)


@consequence(EXPULSION, "filed")
def is_expelled(record: Any, actor: Actor, today: date, **_: Any) -> None:
    _ends(record, actor, "5", "6", today)


@consequence(IDLE, "leave")
def has_left(record: Any, actor: Actor, today: date, **_: Any) -> None:
    _ends(record, actor, "6", "8", today)


@consequence(DEATH, "confirm")
def has_died(record: Any, actor: Actor, **_: Any) -> None:
    _ends(record, actor, "6", "9", record.died_on)
