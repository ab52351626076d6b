"""What the 销号 ledger is told, and by whom: finders bring facts, figures tell a meeting how things stand. No database.

Modules above declare finders and figures; this module opens, updates and proposes to close what they find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gonghui.kernel.calendar.rules import Calendar, Due, due, working
from gonghui.kernel.reach.actor import Actor

FOUND, JOIN, EITHER, INVITE = "found", "join", "either", "invite"
LETTERS = [
    (FOUND, "建会告知书（单独建会）"),
    (JOIN, "建会告知书（加入联合工会）"),
    (EITHER, "建会告知书"),
    (INVITE, "入会邀请书"),
]
BRING = {
    FOUND: "建会告知书、建会流程、入会申请书",
    JOIN: "建会告知书、联合工会介绍、入会申请书",
    EITHER: "建会告知书、建会流程、联合工会介绍、入会申请书",
    INVITE: "入会邀请书、入会申请书或入会二维码",
}
RESULTS = [("agreed", "同意"), ("later", "再考虑"), ("refused", "不同意"), ("absent", "没有见到人")]


@dataclass(frozen=True)
class Finding:
    """A gap as the data show it today. ``subject`` tells it apart for ever ("union:17"); ``facts``: label → what is
    shown, so that whoever has to mend it sees why it is listed. ``measure``: what is done about this one, when it is
    not what the rule says; ``letter``: which paper goes to ``whom``, who is found at ``place``.
    """

    subject: str
    unit_id: int
    title: str
    facts: dict[str, Any]
    grid_id: int | None = None
    line_id: int | None = None
    measure: str = ""
    letter: str = ""
    whom: str = ""
    place: str = ""


Find = Callable[[Actor, date], Iterable[Finding]]
One = Callable[[Actor, date, str], Finding | None]  # (actor, today, subject) → what there still is of it
Figure = Callable[[Actor, date, date], Mapping[int | None, int]]  # (actor, since, until) → grid → number


class TakesLonger(Exception):
    """What is asked of a single subject cannot be told at once: everything has to be compared."""


@dataclass(frozen=True)
class Finder:
    """One rule of the ledger. ``measure``: what is done about such a gap, in words. ``one``: asks about a single subject
    what ``find`` asks about all, or raises ``TakesLonger``. ``contested``: each of its facts can be contested by who it is said of.
    """

    key: str
    label: str
    measure: str
    find: Find
    one: One | None = None
    contested: bool = False

    def still(self, actor: Actor, today: date, subject: str, *, patient: bool = True) -> Finding | None:
        """What the data show of one subject now. ``TakesLonger`` for who is not ``patient``."""
        try:
            if self.one is not None:
                return self.one(actor, today, subject)
        except TakesLonger:
            if not patient:
                raise
        return next((found for found in self.find(actor, today) if found.subject == subject), None)


FINDERS: dict[str, Finder] = {}
FIGURES: dict[str, Figure] = {}  # label → figure, in the order a briefing shows them


def finder(
    key: str, label: str, measure: str, *, one: One | None = None, contested: bool = False
) -> Callable[[Find], Find]:
    """Declare a rule: ``function(actor, today)`` gives every gap in the actor's reach today, each subject once; ``one``
    the same of a single subject, for who clears it and does not wait.
    """

    def declare(function: Find) -> Find:
        if len(key) > 40:
            raise ValueError(f"{key}: a rule's key has at most 40 characters")
        FINDERS[key] = Finder(key, label, measure, function, one, contested)
        return function

    return declare


def briefed(label: str) -> Callable[[Figure], Figure]:
    """Declare a number that the briefing of a meeting shows for each grid; None stands for what lies in no grid."""

    def declare(function: Figure) -> Figure:
        FIGURES[label] = function
        return function

    return declare


def contestable(rule: str) -> bool:
    return rule in FINDERS and FINDERS[rule].contested


def label_of(key: str) -> str:
    return FINDERS[key].label if key in FINDERS else key


def quarter(on: date) -> tuple[str, date, date]:
    """The quarter a day lies in: its name, first and last day."""
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    after = date(on.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return f"{on.year} 年第 {(on.month + 2) // 3} 季度", first, date.fromordinal(after.toordinal() - 1)


def minutes_faults(held_on: date, today: date) -> str | None:
    return f"开会日期 {held_on:%Y-%m-%d} 还没到，会后再记" if held_on > today else None


def visit_days(count: int, today: date, after: int, a_day: int, dates: Calendar) -> list[Due]:
    """On which days so many visits could be made: ``a_day`` of them on each worked day, the first ``after`` worked
    days from today, when the letter has been read.
    """
    days = [due(today, working(after + n), dates) for n in range(-(-count // a_day))]
    return [days[at // a_day] for at in range(count)]


ABOVE_STREET = re.compile(r"^(?:[^\d省市县区旗镇乡]{1,6}(?:特别行政区|自治区|省|市|县|区|旗|镇|乡|街道))+")
TOWN = re.compile(r"([^省市县区旗镇乡]{1,6}(?:镇|乡|街道))")


def by_place(place: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """The order of addresses: town by town, along each street 9 号 before 12 号; what has no address comes last.

    Province, city and county are written or not, and say nothing here.
    """
    bare = re.sub(r"\s+", "", place)
    head = found[0] if (found := ABOVE_STREET.match(bare)) else ""
    town = (TOWN.findall(head) or [""])[-1]
    parts = re.findall(r"\d+|\D+", bare[len(head) :]) or ["\uffff"]
    return town, tuple((0, int(one[:9]), "") if one.isdecimal() else (1, 0, one) for one in parts)


def plan_faults(planned_on: date, today: date) -> str | None:
    return f"上门日期 {planned_on:%Y-%m-%d} 已经过了，请改" if planned_on < today else None


def visit_faults(done_on: date, today: date) -> str | None:
    return f"走访日期 {done_on:%Y-%m-%d} 还没到，去过再记" if done_on > today else None
