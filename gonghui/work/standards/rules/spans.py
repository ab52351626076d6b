"""Stretches of days: from ``since`` on, until the day before ``until`` (None: no end is known). Pure.

A fact holds over stretches; what is computed from facts is computed from stretches, so that it is right on every day,
the days to come included, without anybody looking at it that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise

from gonghui.kernel.calendar.rules import months_later

Span = tuple[date, date | None]
Weighted = tuple[date, date | None, int]
ALWAYS: tuple[Span, ...] = ((date.min, None),)


def holds(spans: Iterable[Span], on: date) -> bool:
    return any(since <= on and (until is None or on < until) for since, until in spans)


def levels(parts: Iterable[Weighted]) -> list[Weighted]:
    """The sum of the weights, as stretches over which it stays the same; nothing before the first part begins."""
    changes: dict[date, int] = {}
    for since, until, weight in parts:
        if until is None or since < until:
            changes[since] = changes.get(since, 0) + weight
            if until is not None:
                changes[until] = changes.get(until, 0) - weight
    days = sorted(changes)
    found: list[Weighted] = []
    total = 0
    for day, after in pairwise([*days, None]):
        assert day is not None
        total += changes[day]
        found.append((day, after, total))
    return _joined(found)


def _joined(pieces: list[Weighted]) -> list[Weighted]:
    """Neighbours of the same weight as one."""
    made = []
    for weight, group in groupby(pieces, key=lambda one: one[2]):
        run = list(group)
        made.append((run[0][0], run[-1][1], weight))
    return made


def at_least(number: int, spans: Iterable[Span]) -> list[Span]:
    """When so many of them hold at once."""
    found = [(since, until) for since, until, n in levels((a, b, 1) for a, b in spans) if n >= max(1, number)]
    return _touching(found)


def _touching(spans: Sequence[Span]) -> list[Span]:
    made: list[Span] = []
    for since, until in spans:
        if made and made[-1][1] == since:
            made[-1] = (made[-1][0], until)
        else:
            made.append((since, until))
    return made


def joined(spans: Iterable[Span]) -> list[Span]:
    """When any of them holds."""
    return at_least(1, spans)


def all_of(every: Sequence[Iterable[Span]]) -> list[Span]:
    """When every one holds; always, of none."""
    if not every:
        return list(ALWAYS)
    return at_least(len(every), (span for spans in every for span in joined(spans)))


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """When the first hold and the others do not."""
    gone = joined(taken)
    parts = [(a, b, 1) for a, b in joined(spans)] + [(a, b, -2) for a, b in gone]
    return _touching([(since, until) for since, until, n in levels(parts) if n == 1])


def cut(spans: Iterable[Span], since: date, until: date | None) -> list[Span]:
    """What of them lies within one stretch."""
    return all_of([list(spans), [(since, until)]]) if until is None or since < until else []


def stretched(days: Iterable[date], months: int) -> list[Span]:
    """What happened on a day counts from it for so many months."""
    return [(day, months_later(day, months)) for day in days]


def ending(spans: Iterable[Span], on: date) -> date | None:
    """On which day what holds ``on`` a day ends; None where no end is known, or it does not hold."""
    return next((until for since, until in spans if since <= on and (until is None or on < until)), None)
