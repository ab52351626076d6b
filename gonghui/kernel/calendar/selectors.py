"""Reads the published calendar into the pure one that counts."""

from __future__ import annotations

from datetime import date

from gonghui.kernel.calendar.models import CalendarDay, CalendarYear
from gonghui.kernel.calendar.rules import Calendar, Due, Limit, due


def calendar() -> Calendar:
    """Every notice loaded so far: two queries, some 600 rows. Who counts many limits reads it once."""
    days = dict(CalendarDay.objects.values_list("date", "is_work"))
    return Calendar(days, frozenset(CalendarYear.objects.values_list("year", flat=True)))


def due_on(start: date, limit: Limit) -> Due:
    """The last day of a limit that began with ``start``, by the notices loaded today."""
    return due(start, limit, calendar())
