"""Reads of standards: which counts where, how each union stands on a day, and what it is short of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db.models import Q, QuerySet

from gonghui.kernel.indicators.derived import caught_up
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.reach.session import as_the_program
from gonghui.registers.employers.models import Employer
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.selectors import unions
from gonghui.work.standards.models import Assessment, Award, Holding, Loss, Scheme, Standing
from gonghui.work.standards.rules import AWARDED, LABELS
from gonghui.work.standards.rules.schemes import Item, Piece, pieces, state, unvetoed
from gonghui.work.standards.rules.spans import Span, cut, ending
from gonghui.work.standards.selectors.facts import Known

STOOD = ("established", "legal_person", "suspended")
PROGRAM = "达标核对"


@contextmanager
def whole(actor: Actor) -> Iterator[Actor]:
    """What a union stands for does not depend on who asks: its own facts are read by the program, the employers
    it covers elsewhere included. Only for unions that ``actor`` may see.
    """
    with as_the_program(PROGRAM) as program:
        yield program


def schemes(actor: Actor) -> QuerySet[Scheme]:
    return Scheme.objects.visible_to(actor).select_related("unit").order_by("family", "-since", "pk")


def base_unions(actor: Actor) -> QuerySet[Union]:
    """The base unions in reach that stand today: whom the standards are for."""
    return unions(actor).filter(level="base", status__in=STOOD, unit__closed_on=None)


def timeline(rows: Iterable[Scheme], path: str) -> list[tuple[Span, Scheme]]:
    """Which version counts when for the unit at ``path``: the nearest above, there the newest."""
    here = [one for one in rows if path.startswith(one.path)]
    days = sorted({one.since for one in here} | {one.until for one in here if one.until})
    found: list[tuple[Span, Scheme]] = []
    for since, until in pairwise([*days, None]):
        assert since is not None
        valid = [one for one in here if one.since <= since and (one.until is None or since < one.until)]
        if valid:
            found.append(((since, until), max(valid, key=lambda one: (len(one.path), one.since))))
    return found


def counting(rows: Iterable[Scheme], path: str, family: str, on: date) -> Scheme | None:
    """The version of one kind that counts for the unit at ``path`` on a day."""
    line = timeline([one for one in rows if one.family == family], path)
    return next((one for (since, until), one in line if since <= on and (until is None or on < until)), None)


@dataclass(frozen=True)
class Stood:
    """One stretch of how a union stands, as it is kept."""

    unit: int
    family: str
    scheme: Scheme
    since: date
    until: date | None
    passed: bool
    stars: int


def stand(assessed: Assessment, rows: Sequence[Scheme], awards: Sequence[Award], known: Known) -> list[Stood]:
    """How one union stands over all time, by one kind of standard: from the facts, and what was awarded."""
    family, unit = assessed.family, assessed.unit_id
    line = timeline([one for one in rows if one.family == family], assessed.path)
    found: list[Stood] = []
    for (since, until), scheme in line:
        for start, end in cut([(since, until)], assessed.since, None):
            found += _by_facts(unit, scheme, (start, end), known) if family not in AWARDED else [
                Stood(unit, family, scheme, start, end, False, 0)
            ]  # fmt: skip
    return _merged(_with_awards(found, awards, known) if family in AWARDED else found)


def judged(
    program: Actor, rows: Sequence[Scheme], units: Sequence[int]
) -> dict[tuple[int, str, date], Stood]:
    """How unions stand over all time, from the facts as they are now: by (unit, kind, first day)."""
    known = Known(program, units)
    given: dict[tuple[int, str], list[Award]] = defaultdict(list)
    for award in known.rows(Award).select_related("scheme"):
        given[award.unit_id, award.family].append(award)
    return {
        (one.unit, one.family, one.since): one
        for each in known.rows(Assessment)
        for one in stand(each, rows, given[each.unit_id, each.family], known)
    }


def _by_facts(unit: int, scheme: Scheme, within: Span, known: Known) -> list[Stood]:
    held = known.of(unit, scheme.list)
    made = pieces(scheme.list, scheme.kind, scheme.lines, held, within)
    return [Stood(unit, scheme.family, scheme, one.since, one.until, one.passed, one.stars) for one in made]


def in_force(award: Award, nothing_after: date | None, known: Known) -> list[Span]:
    """When an award counts: until it runs out, is lost, is followed by the next, or a veto speaks."""
    ends = [day for day in (award.until, award.lost_on, nothing_after) if day is not None]
    items = [one for one in award.scheme.list if one.veto]
    return cut(unvetoed(items, known.of(award.unit_id, items)), award.since, min(ends))


def _with_awards(base: list[Stood], awards: Sequence[Award], known: Known) -> list[Stood]:
    order = sorted(awards, key=lambda one: one.since)
    given = [
        (span, award)
        for award, later in pairwise([*order, None])
        if award is not None
        for span in in_force(award, later.since if later else None, known)
    ]
    days = sorted({day for (a, b), _ in given for day in (a, b) if day} | {one.since for one in base})
    made: list[Stood] = []
    for one in base:
        own = [
            one.since,
            *(day for day in days if one.since < day and (one.until is None or day < one.until)),
        ]
        for since, until in pairwise([*own, one.until]):
            assert since is not None
            award = next((w for (a, b), w in given if a <= since and (b is None or since < b)), None)
            scheme, stars = (award.scheme, award.stars) if award else (one.scheme, 0)
            made.append(Stood(one.unit, one.family, scheme, since, until, award is not None, stars))
    return made


def _merged(rows: list[Stood]) -> list[Stood]:
    made: list[Stood] = []
    for one in rows:
        last = made[-1] if made else None
        same = last is not None and last.until == one.since
        if (
            last
            and same
            and (last.scheme.pk, last.passed, last.stars) == (one.scheme.pk, one.passed, one.stars)
        ):
            made[-1] = Stood(one.unit, one.family, one.scheme, last.since, one.until, one.passed, one.stars)
        else:
            made.append(one)
    return made


def _on(actor: Actor, on: date) -> QuerySet[Standing]:
    """How the unions in reach stood on a day, those left out that were closed by then."""
    caught_up()
    open_ = Q(unit__closed_on=None) | Q(unit__closed_on__gt=on)
    rows = Standing.objects.visible_to(actor).filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    return rows.filter(open_)


def stood(actor: Actor, family: str, on: date, path: str = "") -> QuerySet[Standing]:
    """How the unions in reach stood on a day, by one kind of standard."""
    rows = _on(actor, on).filter(family=family)
    return rows.filter(path__gte=path, path__lt=end_of(path)) if path else rows


def replay(scheme: Scheme, unit_id: int, on: date, *, actor: Actor) -> Piece:
    """What one version makes of the facts as they were on a day: the same every time it is asked."""
    with whole(actor) as program:
        return state(
            scheme.list, scheme.kind, scheme.lines, Known(program, [unit_id]).of(unit_id, scheme.list), on
        )


@dataclass(frozen=True)
class ItemNow:
    """How one item of one union is on a day: since nothing is missing, until when, by what."""

    item: Item
    met: bool
    until: date | None
    shown: Sequence[Holding]


def items_now(scheme: Scheme, unit_id: int, on: date, *, actor: Actor) -> list[ItemNow]:
    with whole(actor) as program:
        known = Known(program, [unit_id])
        return [_item_now(known, unit_id, item, on) for item in scheme.list]


def _item_now(known: Known, unit_id: int, item: Item, on: date) -> ItemNow:
    spans = [(since, until) for since, until, share in known.of(unit_id, [item])[item.key] if share]
    met = any(since <= on and (until is None or on < until) for since, until in spans)
    return ItemNow(item, met, ending(spans, on), known.shown(unit_id, item.key) if item.asked else [])


def short_of(scheme: Scheme, known: Known, unit_id: int, on: date) -> dict[str, str]:
    """The items that are missing on a day, each with what is known of why."""
    found = {}
    for item in scheme.list:
        parts = known.of(unit_id, [item])[item.key]
        if any(w and a <= on and (b is None or on < b) for a, b, w in parts):
            continue
        last = max((b for a, b, w in parts if w and b is not None and b <= on), default=None)
        found[item.label] = f"{last} 到期" if last else "没有"
    return found


@dataclass(frozen=True)
class Short:
    """A union that does not come up to a standard today."""

    unit_id: int
    name: str
    family: str
    scheme: Scheme
    missing: dict[str, str]
    grid_id: int | None

    @property
    def label(self) -> str:
        return LABELS[self.family]


def falling_short(actor: Actor, on: date, only: tuple[str, int] | None = None) -> list[Short]:
    """The unions in reach that are assessed and do not pass, of the standards that follow from the facts alone.
    ``only``: (kind, unit), looked at anew whatever is kept.
    """
    rows = (
        _on(actor, on).exclude(family__in=AWARDED).select_related("unit", "scheme").order_by("path", "family")
    )
    rows = rows.filter(passed=False) if only is None else rows.filter(family=only[0], unit_id=only[1])
    found = list(rows)
    grids = _grids(actor, [one.unit_id for one in found])
    with whole(actor) as program:
        known = Known(program, [one.unit_id for one in found])
        missing = [short_of(one.scheme, known, one.unit_id, on) for one in found]
    return [
        Short(one.unit_id, one.unit.name, one.family, one.scheme, lacking, grids.get(one.unit_id))
        for one, lacking in zip(found, missing, strict=True) if lacking
    ]  # fmt: skip


def failing(actor: Actor, on: date) -> set[tuple[str, int]]:
    """(kind, unit) of those; without what they lack, and therefore at once."""
    rows = _on(actor, on).exclude(family__in=AWARDED).filter(passed=False)
    return set(rows.values_list("family", "unit_id"))


def _grids(actor: Actor, units: Sequence[int]) -> dict[int, int]:
    """The grid that the employers of each union lie in: whose liaison it is."""
    rows = Employer.objects.visible_to(actor).filter(covered_by__in=units, closed_on=None).exclude(grid=None)
    return dict(rows.order_by("-pk").values_list("covered_by_id", "grid_id"))


def share_of(actor: Actor, family: str, on: date, path: str = "") -> tuple[int, int]:
    """(passed, assessed) on a day."""
    rows = stood(actor, family, on, path)
    return rows.filter(passed=True).count(), rows.count()


def rate(passed: int, assessed: int) -> Decimal | None:
    return Decimal(passed * 100) / assessed if assessed else None


def assessed(actor: Actor, family: str) -> QuerySet[Assessment]:
    return Assessment.objects.visible_to(actor).filter(family=family)


def history(actor: Actor, unit_id: int, family: str) -> list[Standing]:
    """How one union has stood, and will by what is known, the latest first."""
    caught_up()
    rows = Standing.objects.visible_to(actor).filter(unit_id=unit_id, family=family)
    return list(rows.select_related("scheme").order_by("-since")[:12])


def awards(actor: Actor, unit_id: int, family: str) -> list[Award]:
    rows = Award.objects.visible_to(actor).filter(unit_id=unit_id, family=family)
    return list(rows.select_related("scheme").order_by("-since"))


def losses(actor: Actor, given: Iterable[Award]) -> dict[UUID, Loss]:
    """By award: the last time it was taken away, with its matter."""
    rows = Loss.objects.visible_to(actor).filter(award__in=[one.pk for one in given])
    return {one.award_id: one for one in rows.select_related("item").order_by("item__opened_at")}
