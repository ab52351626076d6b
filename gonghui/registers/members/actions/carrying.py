"""What becomes of members when their union merges into another."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.actions import carried_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions.entering import Newcomer, admit
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry

CHUNK = 5_000


@carried_by
def carry_members(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """Each open membership ends here (转出) and goes on there (转入), on one day; nobody is twice or nowhere."""
    while chunk := list(Membership.objects.filter(unit=unit, until=None).select_related("person")[:CHUNK]):
        Membership.objects.filter(pk__in=[one.pk for one in chunk]).update(until=on)
        MembershipEvent.objects.bulk_create(
            [MembershipEvent(membership=one, unit=unit, change="4", reason="1", on=on) for one in chunk]
        )
        admit([_same(one, into, on) for one in chunk], on, change="2")
    Person.objects.filter(unit=unit).update(unit=into)
    RosterEntry.objects.filter(unit=unit, settled_on=None).update(unit=into)


def _same(one: Membership, into: Unit, on: date) -> Newcomer:
    names = ("workplace", "employment", "job", "number")
    values = {name: getattr(one, name) for name in names} | {"since": on}
    return Newcomer(into, values, bytes(one.person.id_index), one.employer_id, id=one.person_id)
