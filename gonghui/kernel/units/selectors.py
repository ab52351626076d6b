"""Reads over the trees, as they are and as they were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

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


def chain(unit: Unit, tree: str = "leadership") -> list[int]:
    """The ids from the root down to ``unit``."""
    return [int(part) for part in (unit.place_in(tree) or "").split(".") if part]


def ancestors(unit: Unit) -> list[Unit]:
    """The units above, root first; the database shows a reader the line above their own reach."""
    by_id = Unit.objects.in_bulk(chain(unit)[:-1])
    return [by_id[number] for number in chain(unit)[:-1] if number in by_id]


def history(unit: Unit) -> Iterable[Placement]:
    return Placement.objects.filter(unit=unit).select_related("parent").order_by("-since", "tree")
