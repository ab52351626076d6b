"""Reads over the trees, as they are and as they were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from gonghui.kernel.reach.actor import TREES, Actor, end_of
from gonghui.kernel.units.models import Placement, Unit

AS_OF = """
WITH RECURSIVE below(id) AS (
    SELECT %(root)s::bigint
    UNION
    SELECT p.unit_id FROM units_placement p JOIN below b ON p.parent_id = b.id
    WHERE p.tree = %(tree)s AND p.since <= %(on)s AND (p.until IS NULL OR p.until > %(on)s)
) SELECT id FROM below
"""


def units(actor: Actor) -> QuerySet[Unit]:
    """Every unit in reach, closed ones too."""
    return Unit.objects.visible_to(actor)


def answered_for(actor: Actor) -> QuerySet[Unit]:
    """Every unit in reach and none of the line above it, which the database shows a reader by name."""
    placed = Placement.objects.visible_to(actor).filter(unit=OuterRef("pk"), tree="leadership")
    return units(actor).filter(Exists(placed))


def open_units(actor: Actor, *kinds: str) -> QuerySet[Unit]:
    found = units(actor).filter(closed_on=None).order_by("path")
    return found.filter(kind__in=kinds) if kinds else found


def below(actor: Actor, unit: Unit, tree: str = "leadership") -> QuerySet[Unit]:
    """``unit`` and everything under it today."""
    column, path = TREES[tree], unit.place_in(tree) or ""
    return units(actor).filter(**{f"{column}__gte": path, f"{column}__lt": end_of(path)})


def below_as_of(unit: Unit, on: date, tree: str = "leadership") -> set[int]:
    """The ids that stood under ``unit`` (itself included) on a day, from the dated placements."""
    with connection.cursor() as cursor:
        cursor.execute(AS_OF, {"root": unit.pk, "tree": tree, "on": on})
        return {row[0] for row in cursor.fetchall()}


def standing(actor: Actor, on: date, tree: str = "leadership") -> QuerySet[Placement]:
    """The edges of a tree as they were on a day, as far as the children lie in reach."""
    then = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
    return Placement.objects.visible_to(actor).filter(then, tree=tree).select_related("unit", "parent")


def counted(edges: QuerySet[Placement]) -> QuerySet[Placement]:
    """Each edge with ``below``: how many of ``edges`` stand directly under its unit."""
    under = edges.select_related(None).filter(parent=OuterRef("unit")).order_by().values("parent")
    number = Subquery(under.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return edges.annotate(below=number)


def line_above(actor: Actor, unit: Unit, on: date, tree: str = "leadership") -> list[Unit]:
    """From the topmost unit in reach down to ``unit``, as it stood on a day."""
    edges = standing(actor, on, tree)
    line, edge = [unit], edges.filter(unit=unit).first()
    while edge is not None and edge.parent is not None and actor.reaches(edge.parent.path):
        line.insert(0, edge.parent)
        edge = edges.filter(unit=edge.parent).first()
    return line


def so_called(actor: Actor, text: str, tree: str = "leadership") -> list[Unit]:
    """The open units in reach with this name; "above/name" tells two of the same name apart."""
    above, _, name = text.strip().rpartition("/")
    found = open_units(actor).filter(name=name)
    if above:
        edges = Placement.objects.visible_to(actor).filter(tree=tree, until=None, parent__name=above)
        found = found.filter(pk__in=edges.values("unit_id"))
    return list(found[:9])


def chain(unit: Unit, tree: str = "leadership") -> list[int]:
    """The ids from the root down to ``unit``."""
    return [int(part) for part in (unit.place_in(tree) or "").split(".") if part]


def ancestors(unit: Unit) -> list[Unit]:
    """The units above, root first; the database shows a reader the line above their own reach."""
    by_id = Unit.objects.in_bulk(chain(unit)[:-1])
    return [by_id[number] for number in chain(unit)[:-1] if number in by_id]


def history(actor: Actor, unit: Unit) -> Iterable[Placement]:
    """Where a unit has stood, in every tree, newest first."""
    found = Placement.objects.visible_to(actor).filter(unit=unit)
    return found.select_related("parent").order_by("-since", "tree")


def nearest(actor: Actor, unit: Unit, tree: str = "leadership") -> Unit | None:
    """What ``unit`` stands under today."""
    edge = standing(actor, date.max, tree).filter(unit=unit, until=None).first()
    return edge.parent if edge else None
