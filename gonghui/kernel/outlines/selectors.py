"""Which outlines a post may see, and what an office still lacks."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from gonghui.kernel.outlines.models import Outline
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit


def outlines(actor: Actor) -> QuerySet[Outline]:
    return Outline.objects.visible_to(actor)


def shapes_of(actor: Actor, units: Collection[int]) -> dict[int, list[list[list[int]]]]:
    """Unit → shape as kept, of those in reach that have one."""
    return dict(outlines(actor).filter(unit__in=units).values_list("unit_id", "shape"))


def origins_of(actor: Actor, units: Collection[int]) -> list[str]:
    """Where the shapes of these units come from, each source once."""
    rows = outlines(actor).filter(unit__in=units).order_by("origin")
    return list(rows.values_list("origin", flat=True).distinct())


def drawn_below(actor: Actor, units: Collection[Unit]) -> set[int]:
    """Those of the units under which others have a shape."""
    paths = set(outlines(actor).values_list("path", flat=True))
    above = {path[: at + 1] for path in paths for at, sign in enumerate(path[:-1]) if sign == "."}
    return {unit.pk for unit in units if unit.path in above}
