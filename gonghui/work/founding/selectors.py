"""Reads of foundings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.selectors import numbers_of
from gonghui.work.founding.models import Cover, Founding

__all__ = ["covered", "foundings", "is_fixed", "numbers_of", "running"]


def is_fixed(key: str, unit: Unit, on: date) -> bool:
    """Whether the place has a value for ``key``."""
    try:
        parameter(key, unit, on)
    except NoParameter:
        return False
    return True


def running(employer_id: UUID) -> QuerySet[WorkItem]:
    """The foundings of an employer that have not ended."""
    return WorkItem.objects.filter(founding__employer_id=employer_id, closed_on=None)


def foundings(actor: Actor) -> QuerySet[Founding]:
    seen = WorkItem.objects.visible_to(actor).filter(process_key="founding")
    return Founding.objects.filter(pk__in=seen.values("pk")).select_related("item")


def covered(record: Founding) -> list[Cover]:
    """The employers beside the first one."""
    return list(Cover.objects.filter(item_id=record.pk).select_related("employer").order_by("pk"))
