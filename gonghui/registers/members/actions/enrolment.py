"""One person: enrolled, and their particulars corrected."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max

from gonghui.kernel.identifiers import documents
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions.amending import correct
from gonghui.registers.members.actions.entering import admit, enter
from gonghui.registers.members.actions.sealing import newcomers
from gonghui.registers.members.models import Membership, Person, RosterEntry
from gonghui.registers.members.selectors import classify, identity_of, open_membership

ENROL = verb("members.enrol", "登记会员", "since")
ROSTER = verb("members.roster_entry", "登记名册条目")


@transaction.atomic
def save(
    *, actor: Actor, today: date, row: Person | None, unit: Unit, **values: Any
) -> tuple[Person | None, bool | None]:
    """What the register's form and API call. No person: taken down, to be settled above."""
    if row is None:
        return enrol(actor=actor, today=today, unit=unit, **values), True
    if unit.pk != row.unit_id:
        raise ValidationError({"unit": "换工会要办转会，不能在这里改"})
    correct(actor=actor, person=row, **values)
    return row, False


@transaction.atomic
def enrol(*, actor: Actor, today: date, unit: Unit, **values: Any) -> Person | None:
    """Enter somebody as a member of ``unit``. None: taken down on the roster, to be settled above.

    Who belongs elsewhere is answered like everybody whom a post without the settling names for the first time.
    """
    if not values.get("id_number") or not values.get("name"):
        raise ValidationError({"id_number": "请填写证件号码"})
    if (values.get("since") or today) > today:
        raise ValidationError({"since": "入会日期不能晚于今天"})
    _told(values)
    index = identity_of(values["id_number"], values.get("id_type") or "1")
    standing = classify([index])
    if (person_id := standing.get(index)) is not None:
        return _again(actor, person_id, unit, values, index, today)
    hidden = not actor.may("members.settle")  # whoever settles is told; nobody below
    if index in standing or hidden or not (entered := enter(newcomers([(unit, values)]), today)):
        _receive(actor, unit, values, index, today)
        return None
    person = Person.objects.get(pk=entered.pop())
    record(actor, ENROL, person, unit_id=unit.pk, since=values.get("since") or today)
    return person


@transaction.atomic
def admit_applicant(*, actor: Actor, today: date, unit: Unit, aside: bool, **values: Any) -> Person | None:
    """Who applied and was approved becomes a member of ``unit``. None: taken down, to be settled above.

    ``aside``: everybody is taken down first, so that whoever approves for an employer's union cannot tell who belongs
    elsewhere. Who is a member of ``unit`` already stays one, without a word.
    """
    index = identity_of(values["id_number"], values.get("id_type") or "1")
    lock_person(index)
    standing = classify([index])
    known = standing.get(index)
    person = Person.objects.filter(pk=known).first() if known else None
    if person is not None and (now := open_membership(actor, person)):
        if now.unit_id != unit.pk:
            _receive(actor, unit, values, index, today)
        return person if now.unit_id == unit.pk else None
    if aside or (index in standing and person is None):
        _receive(actor, unit, values, index, today)
        return None
    if person is not None:
        return _again(actor, person.pk, unit, values, index, today)
    (pk,) = enter(newcomers([(unit, values)]), today)
    person = Person.objects.get(pk=pk)
    record(actor, ENROL, person, unit_id=unit.pk, since=today)
    return person


def _told(values: dict[str, Any]) -> None:
    """A document that does not tell the date of birth and the sex leaves both to be asked."""
    if documents.tells(values.get("id_type") or "1", values["id_number"]):
        return
    if missing := [name for name in ("birth_date", "sex") if not values.get(name)]:
        raise ValidationError(dict.fromkeys(missing, "这种证件上看不出来，请填写"))


def _again(actor: Actor, pk: UUID, unit: Unit, values: dict[str, Any], index: bytes, today: date) -> Person:
    person = Person.objects.select_for_update().get(pk=pk)
    if open_membership(actor, person):
        where = "本会" if person.unit_id == unit.pk else f"“{person.unit.name}”"
        raise ValidationError({"id_number": f"这个人已经是{where}的会员，不用再登记；换工会请办转会"})
    since = values.get("since") or today
    ended = Membership.objects.filter(person=person).aggregate(last=Max("until"))["last"]
    if ended and since < ended:
        raise ValidationError({"since": f"上一段会籍到 {ended:%Y-%m-%d} 才终止，重新入会不能早于那天"})
    Person.objects.filter(pk=pk).update(unit=unit)
    admit(newcomers([(unit, values | {"id": pk})]), today)
    record(actor, ENROL, person, unit_id=unit.pk, since=since)
    return Person.objects.get(pk=pk)


def _receive(actor: Actor, unit: Unit, values: dict[str, Any], index: bytes, today: date) -> None:
    entry = RosterEntry(unit=unit, name=values["name"], id_index=index, received_on=today)
    entry.particulars = json.dumps(values, ensure_ascii=False, default=str)
    RosterEntry.objects.bulk_create([entry], ignore_conflicts=True)
    record(actor, ROSTER, entry, unit_id=unit.pk)


def lock_person(index: bytes) -> None:
    """One decision at a time about one person, wherever their file lies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(index[:8], "big", signed=True)])
