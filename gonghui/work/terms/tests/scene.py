"""A mill of 31 members whose union's term ends, its chair, its town and its county."""

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
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.terms.models import Reelection
from tests.people import member
from tests.support import ROOT, County, officer, plant_county

CANDIDATES = "张一 男 主席\n王二 女 副主席\n李三 男 委员\n赵四 男 委员\n孙五 女 经审主任\n周六 女 女工主任"
VOTES = "张一 主席 28\n王二 副主席 27\n李三 委员 20\n赵四 委员 9\n孙五 经审主任 26\n周六 女工主任 25"
SINCE, UNTIL = date(2021, 9, 30), date(2026, 9, 30)
MEMBERS = 31


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))


@dataclass(frozen=True)
class Place:
    county: County
    chair: Actor
    clerk: Actor
    official: Actor
    neighbour: Actor

    def union(self) -> Union:
        set_reach(ROOT)
        return Union.objects.select_related("unit").get(pk=self.county.mill.pk)

    def night(self, job: Callable[[Run], bool], day: str) -> None:
        """The regular work of a night, to its end."""
        set_reach(ROOT)
        run = Run(Job(kind="test", label="test"), ROOT, at(day))
        while job(run):
            pass

    def go(self, item: WorkItem, move: str, actor: Actor, day: str, **answers: Any) -> WorkItem:
        set_reach(actor)
        return advance(item.pk, move, actor=actor, now=at(day), **answers)

    def prove(self, item: WorkItem, kind: str, actor: Actor, day: str, on: str = "") -> None:
        set_reach(actor)
        when = date.fromisoformat(on or day)
        add_proof(item.pk, actor=actor, now=at(day), kind=kind, on=when, note="原件在工会")

    def requested(self, item: WorkItem, day: str, **changed: Any) -> WorkItem:
        self.prove(item, "request", self.chair, day)
        on = date.fromisoformat(day)
        return self.go(
            item, "request", self.chair, day, **{"request_on": on, "planned_on": date(2026, 9, 20)} | changed
        )

    def allowed(self, item: WorkItem, day: str) -> WorkItem:
        return self.go(item, "allow", self.clerk, day)

    def nominated(self, item: WorkItem, day: str, **changed: Any) -> WorkItem:
        self.prove(item, "list", self.chair, day)
        answers = {"seats": 3, "candidates": CANDIDATES, "notice_on": date.fromisoformat(day)} | changed
        return self.go(item, "nominate", self.chair, day, **answers)

    def elected(self, item: WorkItem, day: str, **changed: Any) -> WorkItem:
        self.prove(item, "report", self.chair, day)
        answers = {
            "held_on": date.fromisoformat(day), "should_attend": 31, "attended": 29, "issued": 29, "returned": 29,
            "votes": VOTES, "term_years": "5",
        }  # fmt: skip
        return self.go(item, "elected", self.chair, day, **answers | changed)

    def approved(self, item: WorkItem, day: str) -> WorkItem:
        return self.go(item, "approve", self.clerk, day)

    def to(self, stage: str) -> WorkItem:
        """A 换届 that the clock has opened, brought to ``stage`` by who has to do it."""
        from gonghui.work.terms.jobs import term_clock

        self.night(term_clock, "2026-07-06")
        item = WorkItem.objects.get(process_key="reelection", unit=self.county.mill)
        steps = {
            "hold": lambda: self.requested(item, "2026-07-13"),
            "candidates": lambda: self.allowed(item, "2026-07-20"),
            "publicity": lambda: self.nominated(item, "2026-08-03"),
            "clearance": lambda: self.go(item, "shown", self.chair, "2026-08-10"),
            "assembly": lambda: self.go(item, "cleared", self.clerk, "2026-08-17", cleared_on=date(2026, 8, 17)),
            "approve": lambda: self.elected(item, "2026-09-14"),
            "done": lambda: self.approved(item, "2026-09-21"),
        }  # fmt: skip
        for key, step in steps.items():
            if item.stage_key == stage:
                break
            step()
            item.refresh_from_db()
            assert item.stage_key == key
        return item

    def record(self, item: WorkItem) -> Reelection:
        return Reelection.objects.get(pk=item.pk)

    def cadre(self, name: str, post: str, since: date = SINCE, until: date | None = None) -> Cadre:
        set_reach(ROOT)
        row, _ = save_cadre(
            actor=ROOT, today=since, row=None, unit=self.county.mill, name=name, post=post, form="part", since=since, until=until
        )  # fmt: skip
        return row


def place() -> Place:
    set_reach(ROOT)
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    county = plant_county()
    rows = (
        (county.county, "federation", "county"),
        (county.east, "town", "town"),
        (county.west, "town", "town"),
    )
    for unit, kind, level in rows:
        Union.objects.create(unit=unit, name=unit.name, kind=kind, level=level)
    for unit in (county.mill, county.mine):
        Union.objects.create(
            unit=unit, name=unit.name, kind="single", level="base", term_since=SINCE,
            term_until=UNTIL if unit == county.mill else date(2029, 1, 1),
        )  # fmt: skip
    for n in range(MEMBERS):
        member(county.mill, n)
    found = Place(
        county,
        officer(county.mill, "union_chair", "chair1", "张一"),
        officer(county.east, "town_clerk", "town1", "吴芳"),
        officer(county.county, "county_clerk", "county1", "郑敏"),
        officer(county.west, "town_clerk", "town2", "冯军"),
    )
    set_reach(ROOT)
    Assignment.objects.update(since=date(2021, 1, 1))
    return found
