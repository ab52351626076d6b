"""Particulars put right: one person's by hand, many from a roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.identifiers import documents, resident_id
from gonghui.kernel.identifiers.names import name_words
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column
from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members.actions.pending import values_of
from gonghui.registers.members.actions.sealing import SEALED, canonical, vector
from gonghui.registers.members.actions.standing import PLAIN
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.selectors import classify, identity_of, last_four, open_membership

NOTHING: dict[str, Any] = {
    "groups": [],
    "id_type": "1",
    "sex": "0",
    "worked_since": None,
    "is_migrant": False,
}
CORRECT = verb("members.correct", "更正会员信息", "fields")
OF_MEMBERSHIP = ("workplace", "employment", "job", "number", "since")


@transaction.atomic
def correct(*, actor: Actor, person: Person, **values: Any) -> Person:
    """Put particulars right; only what is given is touched, and the journal names the fields, not the values."""
    changed = [name for name, value in values.items() if _set(person, name, value)]
    if {"id_number", "id_type"} & {*changed}:
        person.id_index = _free_identity(person)
    if changed:
        _rederive(person)
        person.full_clean(exclude=["path", "id_index", "tokens"], validate_unique=False)
        person.save()
    membership = open_membership(actor, person)
    changed += _correct_membership(membership, values) if membership else []
    if changed:
        record(actor, CORRECT, person, unit_id=person.unit_id, fields=sorted(changed))
    return person


def _free_identity(person: Person) -> bytes:
    """What the person is told apart by from now on, if the number is right and nobody else has it."""
    number = person.id_number.reveal() if person.id_number else ""
    try:
        documents.clean(person.id_type, number, today=date.max)
    except ValueError as error:
        raise ValidationError({"id_number": str(error)}) from error
    index = identity_of(number, person.id_type)
    if classify([index]).get(index, ...) is not ...:
        raise ValidationError({"id_number": "这个证件号码不能用，请核对后再填；确实无误请报上级工会"})
    return index


def _set(person: Person, name: str, value: Any) -> bool:
    if name in OF_MEMBERSHIP or not hasattr(Person, name):
        return False
    before = getattr(person, name)
    now = value if value not in (None, "") else NOTHING.get(name, "")
    if name in SEALED:
        before, now = before.reveal() if before else "", canonical(now)
    if (before or "") == (now or ""):
        return False
    setattr(person, name, now)
    return True


def _rederive(person: Person) -> None:
    """What follows from the name, the numbers and the date of birth."""
    number = person.id_number.reveal() if person.id_number else ""
    mobile = person.mobile.reveal() if person.mobile else ""
    if documents.tells(person.id_type, number):
        person.sex, person.birth_date = resident_id.sex(number), None
        person.birth_year = resident_id.birth_date(number).year
    elif person.birth_date:
        person.birth_year = int(person.birth_date.reveal()[:4])
    person.mobile_index = index_of(mobile, "mobile") if mobile else None
    person.tokens = vector(
        [*name_words(person.name), *(last_four(text) for text in (number, mobile) if text)]
    )


def _correct_membership(membership: Membership, values: dict[str, Any]) -> list[str]:
    given = {name: values[name] for name in OF_MEMBERSHIP if name in values}
    changed = [name for name, value in given.items() if getattr(membership, name) != (value or "")]
    for name in changed:
        setattr(membership, name, given[name] or ("1" if name == "employment" else ""))
    if changed:
        membership.full_clean(exclude=["path"], validate_unique=False)
        membership.save()
    return changed


def amend(lines: pl.DataFrame, columns: Mapping[str, Column]) -> None:
    """Bring many files up to date from a roster: given values replace, empty cells leave what is there."""
    people = Person.objects.select_for_update().in_bulk(lines["person_id"].to_list())
    memberships = Membership.objects.select_for_update().in_bulk(lines["open_id"].to_list())
    by_person = {str(pk): one for pk, one in people.items()}
    by_membership = {str(pk): one for pk, one in memberships.items()}
    for line in lines.iter_rows(named=True):
        given = {name: value for name, value in values_of(line, columns).items() if value not in (None, "")}
        given.pop("id_number", None)
        _amend(by_person[line["person_id"]], by_membership[line["open_id"]], given, line)
    touched = {*PLAIN, *SEALED, "tokens", "mobile_index", "birth_year"} - {"id_number"}
    Person.objects.bulk_update(people.values(), sorted(touched), batch_size=500)
    Membership.objects.bulk_update(memberships.values(), [*OF_MEMBERSHIP, "employer"], batch_size=500)


def _amend(person: Person, membership: Membership, given: dict[str, Any], line: Mapping[str, Any]) -> None:
    for name, value in given.items():
        _set(person, name, value)
        if name in OF_MEMBERSHIP:
            setattr(membership, name, value)
    if "workplace" in given:
        membership.employer_id = line["employer_id"]
    _rederive(person)
