"""A membership moves to another union, is kept though the work has ended, or ends. Each is one action under one lock."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.members import rules
from gonghui.registers.members.actions.enrolment import lock_person
from gonghui.registers.members.actions.entering import admit
from gonghui.registers.members.actions.sealing import lines_of
from gonghui.registers.members.models import Membership, MembershipEvent, Person, SubPlace
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import takes_members

TRANSFER = verb("members.transfer", "转会", "on")
RETAIN = verb("members.retain", "保留会籍", "on", "reason")
END = verb("members.end", "会籍终止", "on", "change", "reason")
NOT_HERE = "这个人的会籍现在不在这个工会了，可能刚刚转走或已经终止，请看最新的会籍"


@transaction.atomic
def transfer(
    *,
    actor: Actor,
    index: bytes,
    out_of: Unit,
    to_unit: Unit,
    on: date,
    reason: str = "1",
    workplace: str = "",
) -> Membership:
    """Out there (转出) and in here (转入) on one day, or not at all; returns the new membership.

    ``index``: by what the person is told apart. The transaction has to reach both unions.
    """
    now = _open(index, out_of, on)
    union = Union.objects.filter(pk=to_unit.pk).first()
    if to_unit.pk == out_of.pk or union is None or not takes_members(union.kind) or to_unit.closed_on:
        raise ValidationError("转入的工会不能是原来的工会，要是正在活动、直接收会员的工会，请另选")
    _end(now, "4", reason, on)
    kept = {"id": now.person_id, "since": on, "number": now.number, "job": now.job, "workplace": workplace}
    admit(lines_of([(to_unit, kept)]), on, change="2")
    Person.objects.filter(pk=now.person_id).update(unit=to_unit)
    for unit in (out_of, to_unit):
        record(actor, TRANSFER, now.person, unit_id=unit.pk, on=on)
    return Membership.objects.get(person_id=now.person_id, until=None)


@transaction.atomic
def retain(*, actor: Actor, index: bytes, unit: Unit, on: date, reason: str) -> Membership:
    """保留会籍: still a member, without dues and without a vote, until it moves or ends (domain.md MEM-02)."""
    now = _open(index, unit, on)
    if now.is_retained:
        raise ValidationError("这个人的会籍已经是保留的")
    now.is_retained = True
    now.save(update_fields=["is_retained"])
    _event(now, "3", reason, on)
    record(actor, RETAIN, now.person, unit_id=unit.pk, on=on, reason=reason)
    return now


@transaction.atomic
def end_membership(
    *, actor: Actor, index: bytes, unit: Unit, change: str, reason: str, on: date
) -> Membership:
    """除名, 退会 or 去世: nobody's member from ``on``, until they join again."""
    if change not in rules.ENDS - {"4"}:
        raise ValueError(change)
    now = _open(index, unit, on)
    _end(now, change, reason, on)
    record(actor, END, now.person, unit_id=unit.pk, on=on, change=change, reason=reason)
    return now


def _open(index: bytes, unit: Unit, on: date) -> Membership:
    """The membership in ``unit``, held fast for this transaction; nothing about it may lie after ``on``."""
    lock_person(index)
    person = Person.objects.select_for_update().filter(id_index=index).first()
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person")
    now: Membership | None = rows.filter(person=person, unit=unit, until=None).first() if person else None
    if now is None:
        raise ValidationError(NOT_HERE)
    last = max([now.since, *MembershipEvent.objects.filter(membership=now).values_list("on", flat=True)])
    if on < last:
        raise ValidationError(f"日期不能早于上一次会籍变化的 {last:%Y-%m-%d}")
    return now


def _end(now: Membership, change: str, reason: str, on: date) -> None:
    now.until = on
    now.save(update_fields=["until"])
    SubPlace.objects.filter(membership=now, until=None, since__lte=on).update(until=on)
    _event(now, change, reason, on)


def _event(now: Membership, change: str, reason: str, on: date) -> None:
    MembershipEvent.objects.create(membership=now, unit_id=now.unit_id, change=change, reason=reason, on=on)
