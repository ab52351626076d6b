"""A county that keeps a list, two towns and a mill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

import gonghui
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.actions import enter as enter_employer
from gonghui.registers.unions.models import Union
from gonghui.work.duties.actions import adopt
from gonghui.work.duties.jobs import cycles
from gonghui.work.duties.models import Duty
from tests.people import member
from tests.support import ROOT, County, officer, plant_county


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))


@dataclass(frozen=True)
class Place:
    county: County
    official: Actor
    auditor: Actor
    clerk: Actor
    neighbour: Actor
    chair: Actor

    def adopted(self) -> None:
        set_reach(self.official)
        adopt(actor=self.official, unit=self.county.county, today=date(2026, 1, 5))

    def night(self, day: str, job: Callable[[Run], bool] = cycles) -> None:
        set_reach(ROOT)
        run = Run(Job(kind="test", label="test"), ROOT, at(day))
        while job(run):
            pass

    def matters(self, unit: Any, open_only: bool = True) -> dict[str, WorkItem]:
        set_reach(ROOT)
        rows = WorkItem.objects.filter(process_key="duty", unit=unit)
        return {one.title: one for one in (rows.filter(closed_on=None) if open_only else rows)}

    def go(self, item: WorkItem, move: str, actor: Actor, day: str, **answers: Any) -> WorkItem:
        set_reach(actor)
        return advance(item.pk, move, actor=actor, now=at(day), **answers)

    def prove(self, item: WorkItem, kind: str, actor: Actor, day: str, on: str = "") -> None:
        set_reach(actor)
        when = date.fromisoformat(on or day)
        add_proof(item.pk, actor=actor, now=at(day), kind=kind, on=when, note="原件在镇工会")

    def switch(self, key: str, is_on: bool) -> None:
        set_reach(ROOT)
        Duty.objects.filter(key=key).update(is_on=is_on)


def place() -> Place:
    set_reach(ROOT)
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    county = plant_county()
    levels = {
        county.county: "county",
        county.east: "town",
        county.west: "town",
        county.mill: "base",
        county.mine: "base",
    }
    for unit, level in levels.items():
        Union.objects.create(
            unit=unit, name=unit.name, kind=unit.kind, level=level, term_until=date(2030, 1, 1)
        )
    member(county.mill)
    enter_employer(actor=ROOT, unit=county.west, name="西镇大厂", workers=80)
    found = Place(
        county,
        officer(county.county, "county_clerk", "county1", "郑敏"),
        officer(county.county, "auditor", "audit1", "季平"),
        officer(county.east, "town_clerk", "town1", "吴芳"),
        officer(county.west, "town_clerk", "town2", "冯军"),
        officer(county.mill, "union_chair", "chair1", "张一"),
    )
    set_reach(ROOT)
    Assignment.objects.update(since=date(2021, 1, 1))
    return found
