"""Limits in days and months, counted by the Civil Code 民法典 201–204. Pure: no database, no clock.

The first day is not counted. Months end on the corresponding day, or on the month's last. A limit
in natural days or months that ends on a rest day ends on the next day that is none. Which days are
rest days the State Council's notice says each autumn, year by year; it is never computed. Where it
is still missing, a date is *provisional* (暂定): counted with weekends and the six statutory days
that fall on fixed dates and need no notice (1 January, 1–2 May, 1–3 October), marked as such, and
counted again when the notice is loaded.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

ONE_DAY = timedelta(days=1)
SATURDAY = 5
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})  # (month, day)
NEW_YEAR_EVE = (12, 29)  # from here on the next year's notice has rearranged days: 2007, 2018

Unit = Literal["working", "calendar", "months"]
WORDS: dict[Unit, str] = {"working": "{} 个工作日", "calendar": "{} 日", "months": "{} 个月"}


@dataclass(frozen=True)
class Limit:
    """How long something may take. Make it with ``working``, ``calendar_days`` or ``months``."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"a limit is at least 1: {self.number}")

    def __str__(self) -> str:
        return WORDS[self.unit].format(self.number)


def working(number: int) -> Limit:
    """工作日: only worked days count."""
    return Limit(number, "working")


def calendar_days(number: int) -> Limit:
    """日, 自然日: every day counts; what statutes mean by "X日内"."""
    return Limit(number, "calendar")


def months(number: int) -> Limit:
    """月: to the corresponding day."""
    return Limit(number, "months")


@dataclass(frozen=True)
class Due:
    """The last day of a limit; ``provisional`` while a notice that could move it is missing."""

    on: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """``days``: exceptions from plain weekends, date → is it worked; ``years``: notices known in full."""

    days: Mapping[date, bool]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        if day in self.days:
            return self.days[day]
        if day.year not in self.years and (day.month, day.day) in FIXED_HOLIDAYS:
            return False
        return day.weekday() < SATURDAY

    def is_settled(self, day: date) -> bool:
        """Can no notice still to come change this day?"""
        touched_by_next = (day.month, day.day) >= NEW_YEAR_EVE
        return day.year in self.years and (not touched_by_next or day.year + 1 in self.years)


def calendar_of(rows: Iterable[Mapping[str, str]]) -> Calendar:
    """From rows with ``date`` (ISO) and ``is_work`` (1 or 0), as in ``data/days.csv``; every year named
    there counts as published, and a year without any exception has never been.
    """
    days = {date.fromisoformat(row["date"]): row["is_work"] == "1" for row in rows}
    return Calendar(days, frozenset(day.year for day in days))


def due(start: date, limit: Limit, calendar: Calendar, extra: int = 0) -> Due:
    """The last day on which a limit that began with ``start`` is kept. Never an error, never a silent guess.

    ``extra``: so many days more (worked days for a limit in working days), because the clock stood still.
    """
    if limit.unit == "working":
        return _after_working_days(start, limit.number + extra, calendar)
    if limit.unit == "months":
        return _first_working(months_later(start, limit.number) + extra * ONE_DAY, calendar)
    return _first_working(start + (limit.number + extra) * ONE_DAY, calendar)


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """Worked days after ``a`` up to and including ``b``; negative when ``b`` is before ``a``."""
    if b < a:
        return -working_days_between(b, a, calendar)
    return sum(calendar.is_working(a + n * ONE_DAY) for n in range(1, (b - a).days + 1))


def _after_working_days(start: date, number: int, calendar: Calendar) -> Due:
    day, provisional = start, False
    while number:
        day += ONE_DAY
        provisional = provisional or not calendar.is_settled(day)
        number -= calendar.is_working(day)
    return Due(day, provisional)


def _first_working(day: date, calendar: Calendar) -> Due:
    provisional = not calendar.is_settled(day)
    while not calendar.is_working(day):
        day += ONE_DAY
        provisional = provisional or not calendar.is_settled(day)
    return Due(day, provisional)


def months_later(start: date, number: int) -> date:
    """The corresponding day so many months on, or the last of that month where it has none."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
