"""Loading the yearly notice. What was counted without it is counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.calendar.loading import Day, is_eve, parse_notice
from gonghui.kernel.calendar.models import CalendarDay, CalendarYear
from gonghui.kernel.calendar.rules import SATURDAY
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor

LOAD = verb("calendar.load", "载入节假日安排", "year", "days", "source", "again")
DATA = Path(__file__).parent / "data" / "days.csv"

Recompute = Callable[[Actor, int], None]
RECOMPUTE: list[Recompute] = []  # what higher modules do with their provisional dates once a year is known


def recomputed_by(function: Recompute) -> Recompute:
    """Register ``function(actor, year)``: it runs in the transaction that loads the year's notice."""
    RECOMPUTE.append(function)
    return function


@transaction.atomic
def load_notice(*, actor: Actor, year: int, days: Mapping[date, Day], source: str) -> CalendarYear:
    """Replace the exceptions of ``year`` by ``days``: weekdays off, weekends worked (调休).

    A weekend inside a holiday may be listed and is not kept: it is off anyway. The last three days of
    the December before may be listed, for notices have rearranged them; they go with the notice.
    """
    kept = {on: day for on, day in days.items() if is_exception(on, day)}
    if faults := _faults(year, days, kept, source):
        raise ValidationError(faults)
    again = CalendarYear.objects.filter(year=year).exists()
    CalendarDay.objects.filter(year=year).delete()
    found, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source.strip()})
    rows = [CalendarDay(date=on, is_work=day.is_work, name=day.name, year=found) for on, day in kept.items()]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["date"], update_fields=["is_work", "name", "year"]
    )
    record(actor, LOAD, found, unit_id=None, year=year, days=len(rows), source=found.source, again=again)
    for recompute in RECOMPUTE:
        recompute(actor, year)
    return found


@transaction.atomic
def seed(*, actor: Actor) -> list[int]:
    """Load the years that come with the program and are not there yet; returns them. A notice that
    somebody has loaded since is left alone.
    """
    known = set(CalendarYear.objects.values_list("year", flat=True))
    notices = [notice for year, notice in parse_notice(DATA).items() if year not in known]
    for notice in notices:
        load_notice(actor=actor, year=notice.year, days=notice.days, source=notice.source)
    return [notice.year for notice in notices]


def is_exception(on: date, day: Day) -> bool:
    """Does the day differ from a plain week?"""
    return day.is_work == (on.weekday() >= SATURDAY)


def _faults(year: int, days: Mapping[date, Day], kept: Mapping[date, Day], source: str) -> list[str]:
    faults = []
    if not any(on.year == year for on in kept):
        faults.append(f"{year} 年没有一个放假或调休的日子。没有公布的年份不要载入，期限会自动按暂定计算")
    if not source.strip():
        faults.append("请填依据，例如国务院办公厅的文号")
    for on, day in sorted(days.items()):
        if on.year != year and not (on.year == year - 1 and is_eve(on)):
            faults.append(f"{on} 不在 {year} 年，请改日期或改年份")
        if day.is_work and on not in kept:
            faults.append(f"{on} 是平常的工作日，不用标成上班；调休上班只会在周六、周日")
    return faults
