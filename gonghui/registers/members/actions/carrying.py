"""What becomes of members when their union merges into another."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.actions import carried_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions.entering import admit
from gonghui.registers.members.actions.sealing import lines_of
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry

CHUNK = 5_000


@carried_by
def carry_members(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """Each open membership ends here (转出) and goes on there (转入), on one day; nobody is twice or nowhere."""
    while chunk := list(Membership.objects.filter(unit=unit, until=None)[:CHUNK]):
        Membership.objects.filter(pk__in=[one.pk for one in chunk]).update(until=on)
        MembershipEvent.objects.bulk_create(
            [MembershipEvent(membership=one, unit=unit, change="4", reason="1", on=on) for one in chunk]
        )
        admit(lines_of((into, _same(one, on)) for one in chunk), on, change="2")
    Person.objects.filter(unit=unit).update(unit=into)
    RosterEntry.objects.filter(unit=unit, settled_on=None).update(unit=into)


def _same(one: Membership, on: date) -> dict[str, Any]:
    names = ("employer_id", "workplace", "employment", "job", "number")
    return {name: getattr(one, name) for name in names} | {"id": one.person_id, "since": on}
