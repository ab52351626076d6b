"""What hangs on a unit: how many unions, members and employers a change of its place takes along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gonghui.kernel import clock
from gonghui.kernel.actors.selectors import assignments
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.selectors import files
from gonghui.registers.members.selectors import members, pending_roster
from gonghui.registers.posts.selectors import serving
from gonghui.registers.unions.selectors import standing_below


@dataclass(frozen=True)
class Along:
    """Numbers of today. ``unions`` without the unit itself; ``own_…``: the unit's alone, nothing below counted."""

    unions: int
    members: int
    employers: int
    own_members: int
    own_entries: int
    own_employers: int
    own_cadres: int
    own_posts: int

    @property
    def said(self) -> str:
        return f"{self.unions:,} 家下级工会、{self.members:,} 名会员、{self.employers:,} 家用人单位"

    def figures(self) -> list[dict[str, Any]]:
        return [
            {"label": "下级工会", "value": self.unions, "unit": "家"},
            {"label": "会员", "value": self.members, "unit": "人"},
            {"label": "用人单位", "value": self.employers, "unit": "家"},
        ]


def going_along(actor: Actor, unit: Unit) -> Along:
    lo, hi = unit.path, end_of(unit.path)
    below = {"path__gte": lo, "path__lt": hi}
    hanging = Q(**below) | Q(covered_by__path__gte=lo, covered_by__path__lt=hi)
    for column, path in (("grid_path", unit.grid_path), ("line_path", unit.line_path)):
        if path:
            hanging |= Q(**{f"{column}__gte": path, f"{column}__lt": end_of(path)})
    open_ = files(actor).filter(closed_on=None)
    return Along(
        unions=standing_below(actor, unit).count(),
        members=members(actor).filter(**below).count(),
        employers=open_.filter(hanging).count(),
        own_members=members(actor).filter(unit=unit).count(),
        own_entries=pending_roster(actor).filter(unit=unit).count(),
        own_employers=open_.filter(covered_by=unit).count(),
        own_cadres=serving(actor, unit.pk, clock.today()).count(),
        own_posts=assignments(actor).filter(unit=unit, until=None).count(),
    )
