"""Reads of the register of unions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Func, Prefetch, QuerySet

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.units.models import Placement, Unit
from gonghui.registers.unions.models import Affiliation, Union
from gonghui.registers.unions.rules.elections import Numbers


def unions(actor: Actor) -> QuerySet[Union]:
    """The unions in reach, those that have ended too."""
    edges = Placement.objects.visible_to(actor).filter(tree="leadership", until=None).select_related("parent")
    above = Prefetch("unit__placements", queryset=edges, to_attr="standing")
    return Union.objects.visible_to(actor).select_related("unit", "region").prefetch_related(above)


def search(rows: QuerySet[Union], q: str) -> QuerySet[Union]:
    """By part of the name, pinyin of it, the whole name, or credit code."""
    bare = q.strip()
    return rows.filter(
        pk__in=found_by("unions_find", query_tokens(q), bare.upper() if bare.isascii() else bare)
    )


def directly_below(actor: Actor, unit_id: int) -> QuerySet[Union]:
    """The unions that stand directly below a unit."""
    edges = Placement.objects.visible_to(actor).filter(tree="leadership", parent_id=unit_id, until=None)
    return unions(actor).filter(pk__in=edges.values("unit_id"))


def standing_below(actor: Actor, unit: Unit) -> QuerySet[Union]:
    """The unions that stand anywhere below a unit today, itself left out."""
    below = Union.objects.visible_to(actor).filter(path__gte=unit.path, path__lt=end_of(unit.path))
    return below.filter(unit__closed_on=None).exclude(pk=unit.pk)


def doubles(actor: Actor) -> QuerySet[Union]:
    """Unions in reach whose credit code stands with another in reach as well: for whoever sees both to settle."""
    seen = Union.objects.visible_to(actor).filter(unit__closed_on=None, credit_code__isnull=False)
    twice = seen.values("credit_code").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    found = unions(actor).filter(unit__closed_on=None, credit_code__in=twice.values("credit_code"))
    return found.order_by("credit_code", "path", "pk")


def numbers_of(unit: Unit, on: date) -> Numbers:
    """What the law of the place fixes for an election on that day."""

    def of(key: str) -> int:
        return int(parameter(key, unit, on).numbers[0])

    return Numbers(
        min_members=of("org.committee.min_members"),
        min_women=of("org.women_committee.min_women"),
        all_members_below=of("org.assembly.all_members_below"),
        quorum=parameter("ele.quorum", unit, on).numbers[0],
        win_share=parameter("ele.win_share_of_should_attend", unit, on).numbers[0],
        diff_ratio=parameter("ele.diff_ratio.committee", unit, on).numbers[0],
        publicity_days=of("ele.candidate_publicity"),
        terms=tuple(int(number) for number in parameter("ele.term.grassroots", unit, on).numbers),
    )


def name_of(column: str) -> Func:
    """The name of a unit that may lie beyond the reach: of rows that are in it."""
    return Func(F(column), function="process_place_name", output_field=CharField())


def affiliated(actor: Actor, federation_id: int) -> QuerySet[Any]:
    """The unions that belong to a federation today, each with its ``name``."""
    rows = Affiliation.objects.visible_to(actor).filter(federation_id=federation_id, until=None)
    return rows.annotate(name=name_of("unit_id")).order_by("since", "pk")


def federations_of(actor: Actor, unit_id: int) -> QuerySet[Any]:
    """The federations a union belongs to or belonged to, each with its ``name``, the latest first."""
    rows = Affiliation.objects.visible_to(actor).filter(unit_id=unit_id)
    return rows.annotate(name=name_of("federation_id")).order_by("-since", "pk")
