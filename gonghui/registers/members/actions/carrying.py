"""What becomes of members when their union merges into another, and why one with members does not end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions.entering import admit
from gonghui.registers.members.actions.sealing import lines_of
from gonghui.registers.members.models import Consent, Membership, MembershipEvent, Person, RosterEntry

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
    Consent.objects.filter(unit=unit).update(unit=into)
    waiting = RosterEntry.objects.filter(unit=unit, settled_on=None)
    there = RosterEntry.objects.filter(unit=into, settled_on=None).values("id_index")
    waiting.filter(id_index__in=there).update(settled_on=on, outcome="kept")  # named by both: asked once
    waiting.update(unit=into)


@closed_by
def nobody_left(unit: Unit, actor: Actor, on: date) -> None:
    """A union ends only when nobody belongs to it any more."""
    if count := Membership.objects.filter(unit=unit, until=None).count():
        raise ValidationError(f"{unit.name}还有 {count:,} 名会员，先转会或退会；要整体转走，请办合并")
    if count := RosterEntry.objects.filter(unit=unit, settled_on=None).count():
        raise ValidationError(f"{unit.name}的名册里还有 {count:,} 人等核对会籍，先核对完")


def _same(one: Membership, on: date) -> dict[str, Any]:
    names = ("employer_id", "workplace", "employment", "job", "number")
    return {name: getattr(one, name) for name in names} | {"id": one.person_id, "since": on}
