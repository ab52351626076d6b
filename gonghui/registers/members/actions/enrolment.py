"""One person: enrolled, and their particulars corrected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from gonghui.kernel.identifiers import resident_id
from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.fields import index_of
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions.entering import Newcomer, admit, enter, lasts, sex_and_year
from gonghui.registers.members.models import Membership, Person, RosterEntry
from gonghui.registers.members.selectors import classify, open_membership

ENROL = verb("members.enrol", "登记会员", "since")
ROSTER = verb("members.roster_entry", "登记名册条目")
CORRECT = verb("members.correct", "更正会员信息", "fields")
OF_MEMBERSHIP = ("workplace", "employment", "job", "number", "since")


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
    index = index_of(values["id_number"], "id")
    standing = classify([index])
    if (person_id := standing.get(index)) is not None:
        return _again(actor, person_id, unit, values, index, today)
    newcomer = Newcomer(unit, values, index)
    hidden = not actor.may("members.settle")  # whoever settles is told; nobody below
    if index in standing or hidden or newcomer.id not in enter([newcomer], today):
        _receive(actor, unit, values, index, today)
        return None
    person = Person.objects.get(pk=newcomer.id)
    record(actor, ENROL, person, unit_id=unit.pk, since=values.get("since") or today)
    return person


def _again(actor: Actor, pk: UUID, unit: Unit, values: dict[str, Any], index: bytes, today: date) -> Person:
    person = Person.objects.select_for_update().get(pk=pk)
    if open_membership(actor, person):
        where = "本会" if person.unit_id == unit.pk else f"“{person.unit.name}”"
        raise ValidationError({"id_number": f"这个人已经是{where}的会员，不用再登记；换工会请办转会"})
    Person.objects.filter(pk=pk).update(unit=unit)
    admit([Newcomer(unit, values, index, id=pk)], today)
    record(actor, ENROL, person, unit_id=unit.pk, since=values.get("since") or today)
    return Person.objects.get(pk=pk)


def _receive(actor: Actor, unit: Unit, values: dict[str, Any], index: bytes, today: date) -> None:
    entry = RosterEntry(unit=unit, name=values["name"], id_index=index, received_on=today)
    entry.particulars = json.dumps(values, ensure_ascii=False, default=str)
    RosterEntry.objects.bulk_create([entry], ignore_conflicts=True)
    record(actor, ROSTER, entry, unit_id=unit.pk)


@transaction.atomic
def correct(*, actor: Actor, person: Person, **values: Any) -> Person:
    """Put particulars right; only what is given is touched, and the journal names the fields, not the values."""
    changed = [name for name, value in values.items() if _set(person, name, value)]
    if "id_number" in changed:
        index = index_of(values["id_number"], "id")
        if classify([index]).get(index, ...) is not ...:
            raise ValidationError({"id_number": "这个证件号码不能用，请核对后再填；确实无误请报上级工会"})
        person.id_index = index
    if changed:
        _rederive(person)
        person.full_clean(exclude=["path", "id_index", "tokens"], validate_unique=False)
        person.save()
    membership = open_membership(actor, person)
    changed += _correct_membership(membership, values) if membership else []
    if changed:
        record(actor, CORRECT, person, unit_id=person.unit_id, fields=sorted(changed))
    return person


def _set(person: Person, name: str, value: Any) -> bool:
    if name in OF_MEMBERSHIP or not hasattr(Person, name):
        return False
    before = getattr(person, name)
    now = value if value is not None else "" if name != "groups" else []
    if hasattr(before, "reveal"):
        before = before.reveal()
    if (before or "") == (now or ""):
        return False
    setattr(person, name, now)
    return True


def _rederive(person: Person) -> None:
    """What follows from the name and the numbers."""
    number = person.id_number.reveal() if person.id_number else ""
    mobile = person.mobile.reveal() if person.mobile else ""
    if person.id_type == "1" and number:
        number = resident_id.clean(number, today=date.max)
        person.sex, person.birth_year = sex_and_year({"id_type": "1", "id_number": number})
    person.mobile_index = index_of(mobile, "mobile") if mobile else None
    person.tokens = [*search_tokens(person.name), *filter(None, lasts([number, mobile]))]


def _correct_membership(membership: Membership, values: dict[str, Any]) -> list[str]:
    given = {name: values[name] for name in OF_MEMBERSHIP if name in values}
    changed = [name for name, value in given.items() if getattr(membership, name) != (value or "")]
    for name in changed:
        setattr(membership, name, given[name] or ("1" if name == "employment" else ""))
    if changed:
        membership.full_clean(exclude=["path"], validate_unique=False)
        membership.save()
    return changed


def amend_many(changes: Sequence[tuple[tuple[Any, ...], dict[str, Any]]], employers: dict[str, UUID]) -> None:
    """Bring many files up to date from a roster: given values replace, empty cells leave what is there."""
    people = Person.objects.select_for_update().in_bulk([known[1] for known, _ in changes])
    memberships = Membership.objects.select_for_update().in_bulk([known[12] for known, _ in changes])
    for known, values in changes:
        person, membership = people[known[1]], memberships[known[12]]
        given = {
            name: value for name, value in values.items() if value not in (None, "") and name != "id_number"
        }
        for name, value in given.items():
            _set(person, name, value)
            if name in OF_MEMBERSHIP:
                setattr(membership, name, value)
        if "workplace" in given:
            membership.employer_id = employers.get(given["workplace"])
        _rederive(person)
    touched = ["name", "tokens", "mobile", "mobile_index", "ethnicity", "education", "skill_level"]
    touched += ["political_status", "hukou", "is_migrant", "groups"]
    Person.objects.bulk_update(people.values(), touched, batch_size=500)
    fields = [*OF_MEMBERSHIP, "employer"]
    Membership.objects.bulk_update(memberships.values(), fields, batch_size=500)


def lock_person(index: bytes) -> None:
    """One decision at a time about one person, wherever their file lies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(index[:8], "big", signed=True)])
