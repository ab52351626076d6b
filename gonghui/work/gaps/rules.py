"""What the 销号 ledger is told, and by whom: finders bring facts, figures tell a meeting how things stand. No database.

Modules above declare finders and figures; this module opens, updates and proposes to close what they find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gonghui.kernel.reach.actor import Actor


@dataclass(frozen=True)
class Finding:
    """A gap as the data show it today. ``subject`` tells it apart for ever ("union:17"); ``facts``: label → what is
    shown, so that whoever has to mend it sees why it is listed.
    """

    subject: str
    unit_id: int
    title: str
    facts: dict[str, Any]
    grid_id: int | None = None
    line_id: int | None = None


Find = Callable[[Actor, date], Iterable[Finding]]
Figure = Callable[[Actor, date, date], Mapping[int | None, int]]  # (actor, since, until) → grid → number


@dataclass(frozen=True)
class Finder:
    """One rule of the ledger. ``measure``: what is done about such a gap, in words."""

    key: str
    label: str
    measure: str
    find: Find


FINDERS: dict[str, Finder] = {}
FIGURES: dict[str, Figure] = {}  # label → figure, in the order a briefing shows them


def finder(key: str, label: str, measure: str) -> Callable[[Find], Find]:
    """Declare a rule: ``function(actor, today)`` gives every gap in the actor's reach today, each subject once."""

    def declare(function: Find) -> Find:
        if len(key) > 40:
            raise ValueError(f"{key}: a rule's key has at most 40 characters")
        FINDERS[key] = Finder(key, label, measure, function)
        return function

    return declare


def briefed(label: str) -> Callable[[Figure], Figure]:
    """Declare a number that the briefing of a meeting shows for each grid; None stands for what lies in no grid."""

    def declare(function: Figure) -> Figure:
        FIGURES[label] = function
        return function

    return declare


def label_of(key: str) -> str:
    return FINDERS[key].label if key in FINDERS else key


def quarter(on: date) -> tuple[str, date, date]:
    """The quarter a day lies in: its name, first and last day."""
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    after = date(on.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return f"{on.year} 年第 {(on.month + 2) // 3} 季度", first, date.fromordinal(after.toordinal() - 1)


def minutes_faults(held_on: date, today: date) -> str | None:
    return f"开会日期 {held_on:%Y-%m-%d} 还没到，会后再记" if held_on > today else None
