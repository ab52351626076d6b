"""How long a matter may take, and how pauses move its last day. Pure but for reading a parameter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from gonghui.kernel.calendar.rules import Calendar, Due, Limit, due, working_days_between
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.units.models import Unit


@dataclass(frozen=True)
class ByParameter:
    """A limit that the law of the place fixes: the number is data."""

    key: str


Allowed = Limit | ByParameter


class Pause(NamedTuple):
    """Clocks stood still after ``since`` until ``until`` (inclusive); None: they still do."""

    since: date
    until: date | None


def limit_of(allowed: Allowed, unit: Unit, on: date) -> Limit | None:
    """The limit that counts for ``unit`` on that day; None where its place has fixed none."""
    if isinstance(allowed, Limit):
        return allowed
    try:
        return parameter(allowed.key, unit, on).limit
    except NoParameter:
        return None


def due_with_pauses(start: date, limit: Limit, pauses: Iterable[Pause], calendar: Calendar) -> Due:
    """The last day, moved on by what each pause took: worked days for a limit in working days, else days.

    The first day of a pause has been charged already, as the first day of a limit is not counted.
    """
    return due(start, limit, calendar, sum(_lost(start, pause, limit, calendar) for pause in pauses))


def warn_on(start: date, limit: Limit, pauses: Iterable[Pause], calendar: Calendar) -> date:
    """The day on which two thirds of the limit are used up: from here on it is shown in yellow."""
    pauses = list(pauses)
    last = due_with_pauses(start, limit, pauses, calendar).on
    if limit.unit == "months":
        days = (last - start).days
        return due(start, Limit(max(1, -(-days * 2 // 3)), "calendar"), calendar).on
    part = replace(limit, number=-(-limit.number * 2 // 3))
    return min(last, due_with_pauses(start, part, pauses, calendar).on)


def _lost(start: date, pause: Pause, limit: Limit, calendar: Calendar) -> int:
    if pause.until is None or pause.until <= start:
        return 0
    since = max(start, pause.since)
    if limit.unit == "working":
        return working_days_between(since, pause.until, calendar)
    return (pause.until - since).days
