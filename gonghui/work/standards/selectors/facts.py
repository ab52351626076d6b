"""What the registers know, as stretches of days: of many unions at once, a query or two for each kind of fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from gonghui.kernel.reach.actor import Actor
from gonghui.registers.dues.models import Receipt
from gonghui.registers.dues.rules import PAID
from gonghui.registers.employers.models import Employer
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.meetings.rules import MEETINGS
from gonghui.registers.members.models import Membership
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.standards.models import Adopted, Holding, Poll, Title
from gonghui.work.standards.rules import ASKED, MONTHS, UNLESS
from gonghui.work.standards.rules.polls import result_of
from gonghui.work.standards.rules.schemes import WHOLE, Item
from gonghui.work.standards.rules.spans import (
    ALWAYS,
    Span,
    Weighted,
    at_least,
    joined,
    levels,
    stretched,
    without,
)
from gonghui.work.standards.rules.titles import RANK

BOARD = ("chair", "executive_vice_chair", "vice_chair", "standing_member", "committee_member")
ByUnit = dict[int, list[Span]]


def after(last: date | None) -> date | None:
    """The day after the last one, where the last day itself still counts."""
    return last + timedelta(days=1) if last else None


class Known:
    """The facts of these unions, each kind read when it is first asked for. ``actor``: who reads; of what lies out of
    their reach nothing is known.
    """

    def __init__(self, actor: Actor, units: Sequence[int]) -> None:
        self.actor, self.units = actor, list(units)
        self._read: dict[tuple[str, Decimal], ByUnit] = {}
        self._asked: dict[tuple[int, str], list[Holding]] | None = None

    def of(self, unit: int, items: Iterable[Item]) -> dict[str, list[Weighted]]:
        """item → stretches with the share of its points."""
        return {one.key: self._item(unit, one) for one in items}

    def _item(self, unit: int, item: Item) -> list[Weighted]:
        if item.asked:
            shown = self.shown(unit, item.key)
            parts = [
                (one.counts_from, one.until, one.share) for one in shown if one.against == (item.by == UNLESS)
            ]
            counted = [
                (since, until, share)
                for since, until, share in parts
                if since and (until is None or since < until)
            ]
            if item.by == ASKED:
                return counted
            clean = without(ALWAYS, [(since, until) for since, until, _ in counted])
            return [(since, until, WHOLE) for since, until in clean]
        place = item.by, item.least
        if place not in self._read:
            self._read[place] = READ[item.by](self, item.least)
        return [(since, until, WHOLE) for since, until in self._read[place].get(unit, ())]

    def shown(self, unit: int, item: str) -> list[Holding]:
        """All that was given for an item, the latest first."""
        if self._asked is None:
            self._asked = defaultdict(list)
            for one in self.rows(Holding).order_by("-since", "-pk"):
                self._asked[one.unit_id, one.item].append(one)
        return self._asked.get((unit, item), [])

    def rows(self, model: Any, **more: Any) -> Any:
        return model.objects.visible_to(self.actor).filter(unit_id__in=self.units, **more)


def _spans(rows: Any) -> ByUnit:
    found: ByUnit = defaultdict(list)
    for unit, since, until in rows:
        found[unit].append((since, until))
    return found


def _each(found: ByUnit, made: Callable[[list[Span]], list[Span]]) -> ByUnit:
    return {unit: made(spans) for unit, spans in found.items()}


def _posts(known: Known, *posts: str) -> ByUnit:
    rows = known.rows(Cadre, post__in=posts).values_list("unit_id", "since", "until")
    return _spans((unit, since, after(until)) for unit, since, until in rows)


def chair(known: Known, least: Decimal) -> ByUnit:
    return _each(_posts(known, "chair"), joined)


def committee(known: Known, least: Decimal) -> ByUnit:
    return _each(_posts(known, *BOARD), lambda spans: at_least(int(least), spans))


def term(known: Known, least: Decimal) -> ByUnit:
    rows = known.rows(Union).exclude(term_until=None).values_list("unit_id", "term_since", "term_until")
    return _spans((unit, since or date.min, after(until)) for unit, since, until in rows)


def certificate(known: Known, least: Decimal) -> ByUnit:
    rows = known.rows(Union).exclude(certificate_until=None)
    found = rows.values_list("unit_id", "founded_on", "certificate_until")
    return _spans((unit, since or date.min, after(until)) for unit, since, until in found)


def _within_a_year(rows: Any, least: Decimal) -> ByUnit:
    """So many of the days lie within the last twelve months."""
    found: dict[int, list[date]] = defaultdict(list)
    for unit, day in rows:
        found[unit].append(day)
    return {unit: at_least(int(least), stretched(days, MONTHS)) for unit, days in found.items()}


def money(known: Known, least: Decimal) -> ByUnit:
    return _within_a_year(known.rows(Receipt, kind__in=PAID).values_list("unit_id", "paid_on"), least)


def met(known: Known, least: Decimal) -> ByUnit:
    return _within_a_year(known.rows(Meeting, kind__in=MEETINGS).values_list("unit_id", "held_on"), least)


def active(known: Known, least: Decimal) -> ByUnit:
    rows = known.rows(Meeting).exclude(kind__in=MEETINGS)
    return _within_a_year(rows.values_list("unit_id", "held_on"), least)


def share(known: Known, least: Decimal) -> ByUnit:
    """Members over time against the workers there are now: the registers keep no earlier number of workers."""
    covered = Employer.objects.visible_to(known.actor).filter(closed_on=None, covered_by__in=known.units)
    workers = dict(
        covered.order_by()
        .values("covered_by_id")
        .annotate(n=Sum("workers"))
        .values_list("covered_by_id", "n")
    )
    workers |= {unit: n for unit, n in known.rows(Union).values_list("unit_id", "workers") if n}
    rows = known.rows(Membership).order_by().values("unit_id", "since", "until").annotate(n=Count("pk"))
    parts: dict[int, list[Weighted]] = defaultdict(list)
    for one in rows:
        parts[one["unit_id"]].append((one["since"], one["until"], one["n"]))
    return {
        unit: joined((a, b) for a, b, n in levels(found) if n >= least * workers[unit])
        for unit, found in parts.items() if workers.get(unit)
    }  # fmt: skip


def rated(known: Known, least: Decimal) -> ByUnit:
    found: dict[int, list[date]] = defaultdict(list)
    for poll in known.rows(Poll).filter(~Q(closed_on=None)):
        result = result_of(poll)
        if result.counts and (result.satisfied or 0) >= least:
            found[poll.unit_id].append(poll.closed_on)
    return {unit: joined(stretched(days, MONTHS)) for unit, days in found.items()}


def adopted(known: Known, least: Decimal) -> ByUnit:
    found = _spans(known.rows(Adopted).values_list("unit_id", "since", "until"))
    return _each(found, lambda spans: at_least(int(least), spans))


def titled(known: Known, least: Decimal) -> ByUnit:
    enough = [level for level, rank in RANK.items() if rank >= least]
    return _each(_spans(known.rows(Title, level__in=enough).values_list("unit_id", "since", "until")), joined)


READ: dict[str, Callable[[Known, Decimal], ByUnit]] = {
    "chair": chair, "term": term, "committee": committee, "certificate": certificate, "money": money, "met": met,
    "active": active, "share": share, "rated": rated, "rules": adopted, "title": titled,
}  # fmt: skip
