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
from gonghui.work.founding.models import Cover, Founding
from gonghui.work.founding.rules import Numbers


def numbers_of(unit: Unit, on: date) -> Numbers:
    """What the law of the place fixes for a founding on that day."""

    def of(key: str) -> int:
        return int(parameter(key, unit, on).numbers[0])

    return Numbers(
        min_members=of("org.committee.min_members"),
        min_women=of("org.women_committee.min_women"),
        all_members_below=of("org.assembly.all_members_below"),
        quorum=parameter("ele.quorum", unit, on).numbers[0],
        win_share=parameter("ele.win_share_of_should_attend", unit, on).numbers[0],
        diff_ratio=parameter("ele.diff_ratio.committee", unit, on).numbers[0],
        publicity_days=of("ele.candidate_publicity"),
        terms=tuple(int(number) for number in parameter("ele.term.grassroots", unit, on).numbers),
    )


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
