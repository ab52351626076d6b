"""Two towns with a union each, their chairs and clerks, the county's clerk; and what a member's papers then say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

import gonghui
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.models import Membership, MembershipEvent
from gonghui.registers.unions.models import Union
from tests.support import ROOT, County, officer

IN, OUT = {"1", "2"}, {"4", "5", "6"}


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))


@dataclass
class Place:
    county: County
    chair: Actor  # of the mill
    miner: Actor  # of the mine
    east: Actor
    west: Actor
    official: Actor

    def of(self, person: Any) -> Membership:
        """The open membership, as its own union sees it."""
        set_reach(ROOT)
        return Membership.objects.select_related("person", "unit").get(person=person, until=None)

    def go(
        self, item: WorkItem, move: str, actor: Actor, day: str = "2026-11-23", **answers: Any
    ) -> WorkItem:
        set_reach(actor)
        advance(item.pk, move, actor=actor, now=at(day), **answers)
        set_reach(ROOT)
        return WorkItem.objects.get(pk=item.pk)

    def prove(self, item: WorkItem, kind: str, actor: Actor, day: str = "2026-11-23") -> None:
        set_reach(actor)
        add_proof(item.pk, actor=actor, now=at(day), kind=kind, on=date.fromisoformat(day), note="原件在工会")


def settled(county: County) -> Place:
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    kinds = {county.east: "town", county.west: "town", county.mill: "single", county.mine: "single"}
    for unit, kind in kinds.items():
        Union.objects.create(unit=unit, name=unit.name, kind=kind, level="town" if kind == "town" else "base")
    made = Place(
        county,
        officer(county.mill, "union_chair", "mill"),
        officer(county.mine, "union_chair", "mine"),
        officer(county.east, "town_clerk", "east"),
        officer(county.west, "town_clerk", "west"),
        officer(county.county, "county_clerk", "county"),
    )
    set_reach(ROOT)
    return made


def history(person: Any) -> list[tuple[int, date, date | None]]:
    """The memberships there are: (union, from, until)."""
    rows = Membership.objects.filter(person=person).order_by("since", "until", "pk")
    return sorted(((m.unit_id, m.since, m.until) for m in rows), key=lambda m: (m[1], m[2] or date.max, m[0]))


def from_events(person: Any) -> list[tuple[int, date, date | None]]:
    """The same told again from the events alone."""
    found: list[tuple[int, date, date | None]] = []
    began: dict[Any, tuple[int, date]] = {}
    for one in MembershipEvent.objects.filter(membership__person=person).order_by("on", "pk"):
        if one.change in IN:
            began[one.membership_id] = (one.unit_id, one.on)
        elif one.change in OUT:
            found.append((*began.pop(one.membership_id), one.on))
    found += [(unit, since, None) for unit, since in began.values()]
    return sorted(found, key=lambda m: (m[1], m[2] or date.max, m[0]))
