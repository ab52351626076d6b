"""What becomes of matters when the unit they lie in, or the one that has them, merges, ends or is renamed."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from gonghui.kernel.process.definition import RECORDS
from gonghui.kernel.process.models import Party, Stint, WorkItem
from gonghui.kernel.process.steps import Holder
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.following import carried_by, closed_by, renamed_by
from gonghui.kernel.units.models import Unit

OPEN = Q(closed_on=None)


@carried_by
def carry_matters(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """What is under way lies in the new unit from now on, and the same post there has it; so with each part."""
    lying = WorkItem.objects.filter(OPEN, unit=unit)
    for model in RECORDS.values():
        model.objects.filter(item__in=lying.values("pk")).update(unit=into)
    held = list(WorkItem.objects.filter(OPEN, holder_unit=unit))
    lying.update(unit=into, unit_name=into.name)
    for item in held:
        _goes_to(item, into)
    Party.objects.filter(unit=unit, item__closed_on=None).update(unit=into, unit_name=into.name)


def _goes_to(item: WorkItem, into: Unit) -> None:
    """The time goes on being charged to the post, which has another name now."""
    label = Holder(into.pk, item.role, into.name).label
    WorkItem.objects.filter(pk=item.pk).update(holder_unit=into, holder_label=label)
    Stint.objects.filter(item=item, until=None).update(unit=into, label=label)


@closed_by
def nothing_left_undone(unit: Unit, actor: Actor, on: date) -> None:
    """A unit ends when nothing is under way in it."""
    count = WorkItem.objects.filter(OPEN, Q(unit=unit) | Q(holder_unit=unit)).count()
    if count:
        raise ValidationError(f"还有 {count:,} 件事没有办完，在{unit.name}或由它承办，先办完或转办，再撤销")


@renamed_by
def rename_in_matters(unit: Unit, actor: Actor) -> None:
    WorkItem.objects.filter(OPEN, unit=unit).update(unit_name=unit.name)
    for item in WorkItem.objects.filter(OPEN, holder_unit=unit):
        _goes_to(item, unit)
