"""Figures: read from the totals, or for another day from the steps; the rows behind each are there to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from gonghui.kernel.indicators.definition import INDICATORS, Indicator, Measure, measures
from gonghui.kernel.indicators.derived import caught_up
from gonghui.kernel.indicators.folding import folded
from gonghui.kernel.indicators.models import Total
from gonghui.kernel.reach.actor import TREES, Actor, end_of
from gonghui.kernel.units.models import Placement, Unit
from gonghui.kernel.units.selectors import below_as_of, units

Counts = Mapping[str, int]  # measure → how many

THEN = """
SELECT w.node, l.measure, l.basis, sum(l.counts[width_bucket(%s::date, l.days)])::bigint
FROM unnest(%s::bigint[], %s::bigint[]) w(node, unit) JOIN indicators_leaf l ON l.unit_id = w.unit
WHERE l.measure = ANY(%s) GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Figure:
    """数: what ``unit_id`` and all below it in ``tree`` had of an indicator on ``as_of``."""

    indicator: Indicator
    unit_id: int
    tree: str
    as_of: date
    numerator: int | Decimal
    denominator: int | Decimal | None
    since: date | None = None  # of a flow: only what happened from that day on

    @property
    def rate(self) -> Decimal | None:
        """Between 0 and 1 as a rule; None where there is no denominator or it is nought."""
        return Decimal(self.numerator) / Decimal(self.denominator) if self.denominator else None

    @property
    def value(self) -> int | Decimal | None:
        """What it says: the share in per cent to two places, or the count."""
        if not self.indicator.is_rate:
            return self.numerator
        return None if self.rate is None else percent(self.rate)

    @property
    def text(self) -> str:
        """ "93.06 %", "118,000", or "—" where there is nothing to divide by."""
        if self.value is None:
            return "—"
        return f"{self.value} %" if self.indicator.is_rate else f"{self.value:,}"

    @property
    def url(self) -> str:
        tree = "" if self.tree == "leadership" else f"&tree={self.tree}"
        since = f"&since={self.since}" if self.since else ""
        return f"{self.indicator.url}?unit={self.unit_id}&as_of={self.as_of}{since}{tree}"


def percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def figures(
    actor: Actor, unit: Unit, as_of: date, tree: str = "leadership", keys: Iterable[str] | None = None,
    as_was: bool = False,
) -> dict[str, Figure]:  # fmt: skip
    """The figures of one unit; nothing of a unit out of reach. ``as_was``: along the tree as it stood that day."""
    return figures_of(actor, [unit], as_of, tree, keys, as_was)[unit.pk]


def flows(
    actor: Actor, unit: Unit, since: date, until: date, keys: Iterable[str], tree: str = "leadership"
) -> dict[str, Figure]:
    """How much happened from one day to another, both included, whatever year they make: of indicators that are flows."""
    wanted = [key for key in keys if INDICATORS[key].flow]
    there = figures(actor, unit, until, tree, wanted)
    before = figures(actor, unit, since - timedelta(days=1), tree, wanted)
    return {key: _between(there[key], before[key], since) for key in wanted}


def _between(there: Figure, before: Figure, since: date) -> Figure:
    below = None if there.denominator is None else there.denominator - (before.denominator or 0)
    return replace(there, numerator=there.numerator - before.numerator, denominator=below, since=since)


def figures_of(
    actor: Actor, nodes: Collection[Unit], as_of: date, tree: str = "leadership", keys: Iterable[str] | None = None,
    as_was: bool = False,
) -> dict[int, dict[str, Figure]]:  # fmt: skip
    """The figures of several units in two or three statements, however many there are."""
    wanted = [INDICATORS[key] for key in keys] if keys is not None else list(INDICATORS.values())
    seen = {one.pk for one in units(actor).filter(pk__in=[node.pk for node in nodes])}
    day = folded(otherwise=as_of)
    if day == as_of and not as_was:
        counts = _kept(actor, seen, tree)
    else:
        counts = _then(actor, [one for one in nodes if one.pk in seen], as_of, tree, wanted, as_was)
    return {one.pk: {each.key: _figure(each, one.pk, tree, as_of, counts.get(one.pk, {})) for each in wanted} for one in nodes}  # fmt: skip


def children(
    actor: Actor, unit: Unit, as_of: date, tree: str = "leadership", as_was: bool = False
) -> list[Unit]:
    """What stands directly under ``unit``: today, or on that day; what had ended by then is left out."""
    if as_was:
        there = Q(until=None) | Q(until__gt=as_of)
        edges = Placement.objects.visible_to(actor).filter(there, tree=tree, parent=unit, since__lte=as_of)
        rows = units(actor).filter(pk__in=edges.values("unit"))
    else:
        own = Concat(Value(unit.place_in(tree) or "-"), Cast("pk", CharField()), Value("."))
        rows = units(actor).filter(**{TREES[tree]: own})
    return list(rows.filter(Q(closed_on=None) | Q(closed_on__gt=as_of)).order_by("path"))


def rows_behind(
    actor: Actor, measure: Measure, unit: Unit, as_of: date, tree: str = "leadership", as_was: bool = False,
    since: date | None = None,
) -> QuerySet[Any]:  # fmt: skip
    """The rows a figure counts, as far as the asker may see them; ``place_name``: the unit's. ``since``: of a flow."""
    source = measure.source
    caught_up()
    day = folded(otherwise=as_of) if source.undated else as_of
    rows = source.on(day).filter(measure.where)
    if since is not None:
        rows = rows.filter(begins__gte=since)
    if as_was:
        rows = rows.filter(**{f"{source.column(tree)}__in": below_as_of(unit, as_of, tree)})
    else:
        place = unit.place_in(tree) or ""
        rows = rows.filter(**{f"{source.path(tree)}__gte": place, f"{source.path(tree)}__lt": end_of(place)})
    name = Unit.objects.filter(pk=OuterRef(f"{source.column(tree)}_id")).values("name")[:1]
    named: Any = rows.annotate(place_name=Subquery(name))
    found: QuerySet[Any] = named.visible_to(actor).select_related(*source.related).order_by("-begins", "pk")
    return found


def _figure(one: Indicator, unit: int, tree: str, as_of: date, counts: Counts) -> Figure:
    below = None if one.denominator is None else _scaled(one.denominator, counts)
    return Figure(one, unit, tree, as_of, _scaled(one.numerator, counts), below)


def _scaled(measure: Measure, counts: Counts) -> int | Decimal:
    found = counts.get(measure.key, 0)
    return found if measure.scale == 1 else Decimal(found) / measure.scale


def _kept(actor: Actor, nodes: set[int], tree: str) -> dict[int, Counts]:
    rows = Total.objects.visible_to(actor).filter(unit__in=nodes, tree=tree)
    return dict(rows.values_list("unit_id", "counts"))


def _then(
    actor: Actor, nodes: list[Unit], as_of: date, tree: str, wanted: list[Indicator], as_was: bool
) -> dict[int, Counts]:
    keys = {part.key for one in wanted for part in (one.numerator, one.denominator) if part is not None}
    pairs = [(node.pk, unit) for node in nodes for unit in _under(actor, node, as_of, tree, as_was)]
    if not pairs:
        return {}
    basis = {key: one.source.basis(tree) for key, one in measures().items()}
    found: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(THEN, [as_of, *map(list, zip(*pairs, strict=True)), sorted(keys)])
        for node, measure, along, number in cursor.fetchall():
            if along == basis[measure] and number:
                found.setdefault(node, {})[measure] = number
    return dict(found)


def _under(actor: Actor, node: Unit, as_of: date, tree: str, as_was: bool) -> Iterable[int]:
    if as_was:
        return below_as_of(node, as_of, tree)
    column, place = TREES[tree], node.place_in(tree)
    if place is None:
        return ()
    rows = units(actor).filter(**{f"{column}__gte": place, f"{column}__lt": end_of(place)})
    return rows.values_list("pk", flat=True)
