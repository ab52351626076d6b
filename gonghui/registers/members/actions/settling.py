"""Settling roster entries, above the unions that sent them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.members.actions.enrolment import lock_person
from gonghui.registers.members.actions.entering import admit, enter
from gonghui.registers.members.actions.sealing import newcomers
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry
from gonghui.registers.members.selectors import classify, pending_roster

SETTLE = verb("members.settle", "核对名册条目", "outcome")
JUST_ENTERED = "这个人刚刚被别处登记，请刷新后再核对"
NOT_MINE = "这个人的会籍在您的管辖之外，请上级工会核对"


@transaction.atomic
def settle(*, actor: Actor, entry: RosterEntry, today: date, move: bool) -> RosterEntry:
    """Nobody's member → a member; somebody else's → moved here, or left where they are."""
    lock_person(bytes(entry.id_index))
    entry = RosterEntry.objects.select_for_update().get(pk=entry.pk, settled_on=None)
    index = bytes(entry.id_index)
    standing = classify([index])
    values = particulars(entry)
    if index not in standing:
        if not enter(newcomers([(entry.unit, values)]), today):
            raise ValidationError(JUST_ENTERED)
        outcome = "joined"
    elif (pk := standing[index]) is None:
        raise ValidationError(NOT_MINE)
    else:
        outcome = _place(actor, Person.objects.select_for_update().get(pk=pk), entry, values, today, move)
    entry.settled_on, entry.outcome = today, outcome
    entry.save(update_fields=["settled_on", "outcome"])
    record(actor, SETTLE, entry, unit_id=entry.unit_id, outcome=outcome)
    return entry


def _place(
    actor: Actor, person: Person, entry: RosterEntry, values: dict[str, Any], today: date, move: bool
) -> str:
    open_ = Membership.objects.select_for_update().filter(person=person, until=None).first()
    if open_ is not None and not move:
        return "kept"
    if open_ is not None:
        open_.until = today
        open_.save(update_fields=["until"])
        MembershipEvent.objects.create(membership=open_, unit=open_.unit, change="4", reason="1", on=today)
    Person.objects.filter(pk=person.pk).update(unit=entry.unit)
    admit(
        newcomers([(entry.unit, values | {"since": today, "id": person.pk})]),
        today,
        change="2" if open_ else "1",
    )
    return "moved" if open_ else "joined"


@transaction.atomic
def settle_all(*, actor: Actor, today: date, most: int = 2_000) -> int:
    """The entries that need no decision: people who belong nowhere become members where they were named."""
    # All that wait are looked at: entries that need a decision must not hide the free ones behind them.
    indexes = {pk: bytes(index) for pk, index in pending_roster(actor).values_list("pk", "id_index")}
    standing = classify(list(indexes.values()))
    chosen = [pk for pk, index in indexes.items() if index not in standing][:most]
    free = list(pending_roster(actor).filter(pk__in=chosen))
    for entry in free:
        settle(actor=actor, entry=entry, today=today, move=False)
    return len(free)


def particulars(entry: RosterEntry) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(entry.particulars.reveal())
    if values.get("since"):
        values["since"] = date.fromisoformat(values["since"])
    return values
