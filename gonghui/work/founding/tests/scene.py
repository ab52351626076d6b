"""A restaurant of 31 people, its town, its line and the three who found its union."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import gonghui
from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.parameters.actions import override, seed_parameters
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.uploads import keep_upload
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import enter as enter_employer
from gonghui.registers.employers.models import Employer
from gonghui.registers.unions.models import Union
from gonghui.work.founding.actions import begin
from gonghui.work.founding.models import Founding
from tests import rosters
from tests.support import ROOT, County, officer, plant_county

CODE = "91999001MA00000013"
CANDIDATES = "张一 男 主席\n王二 女 副主席\n李三 男 委员\n赵四 男 委员\n孙五 女 经审主任\n周六 女 女工主任"
VOTES = "张一 主席 28\n王二 副主席 27\n李三 委员 20\n赵四 委员 9\n孙五 经审主任 26\n周六 女工主任 25"
SURVEY: dict[str, Any] = {
    "credit_code": None, "workers": 31, "women": 14, "migrant_workers": 9, "dispatched": 0, "new_forms": 0,
    "has_party": False, "contact": "张一", "mobile": "13900000001", "willing": "yes",
}  # fmt: skip
PAPERS: dict[str, Any] = {
    "form": "single", "name": "湖畔餐饮有限公司工会委员会", "covers": None,
    "group": "张一 男 厨师长 组长\n王二 女 会计\n李三 男 服务员",
}  # fmt: skip


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))


@dataclass(frozen=True)
class Place:
    county: County
    adviser: Actor
    clerk: Actor
    official: Actor
    neighbour: Actor
    employer: Employer

    def begun(self, day: str, by: Actor | None = None) -> WorkItem:
        actor = by or self.adviser
        set_reach(actor)
        employer = Employer.objects.get(pk=self.employer.pk)
        return begin(actor=actor, employer=employer, now=at(day))

    def go(self, item: WorkItem, move: str, actor: Actor, day: str, **answers: Any) -> WorkItem:
        set_reach(actor)
        return advance(item.pk, move, actor=actor, now=at(day), **answers)

    def prove(self, item: WorkItem, kind: str, actor: Actor, day: str) -> None:
        set_reach(actor)
        add_proof(
            item.pk, actor=actor, now=at(day), kind=kind, on=date.fromisoformat(day), note="原件在镇工会"
        )

    def bring_roster(
        self, item: WorkItem, actor: Actor, day: str, count: int = 31, planted: Any = None
    ) -> None:
        set_reach(actor)
        upload = SimpleUploadedFile("花名册.xlsx", roster(count, planted))
        kind = item.process.by_evidence["roster"]
        file = keep_upload(item, kind, upload, actor=actor)
        add_proof(item.pk, actor=actor, now=at(day), kind="roster", on=date.fromisoformat(day), file=file)

    def to(self, stage: str, *, count: int = 31) -> WorkItem:
        """A founding brought to ``stage`` by who has to do it, on the days it takes."""
        item = self.begun("2026-03-02")
        steps = {
            "papers": lambda: self.go(item, "surveyed", self.adviser, "2026-03-03", **SURVEY),
            "mobilise": lambda: self.completed(item, "2026-03-04"),
            "publicity": lambda: self.nominated(item, "2026-03-05", count),
            "elect": lambda: self.go(item, "shown", self.clerk, "2026-03-12"),
            "approve": lambda: self.elected(item, "2026-03-13"),
            "unveil": lambda: self.approved(item, "2026-03-16"),
            "done": lambda: self.unveiled(item, "2026-03-17"),
        }
        for key, step in steps.items():
            if item.stage_key == stage:
                break
            step()
            item.refresh_from_db()
            assert item.stage_key == key
        return item

    def completed(self, item: WorkItem, day: str, **changed: Any) -> WorkItem:
        self.prove(item, "request", self.clerk, day)
        return self.go(
            item, "complete", self.clerk, day, **PAPERS | {"request_on": date.fromisoformat(day)} | changed
        )

    def nominated(self, item: WorkItem, day: str, count: int = 31, **changed: Any) -> WorkItem:
        self.bring_roster(item, self.clerk, day, count)
        answers = {"seats": 3, "candidates": CANDIDATES, "notice_on": date.fromisoformat(day)} | changed
        return self.go(item, "nominate", self.clerk, day, **answers)

    def elected(self, item: WorkItem, day: str, **changed: Any) -> WorkItem:
        self.prove(item, "report", self.clerk, day)
        answers = {
            "held_on": date.fromisoformat(day), "should_attend": 31, "attended": 29, "issued": 29,
            "returned": 29, "votes": VOTES, "term_years": "5",
        }  # fmt: skip
        return self.go(item, "elected", self.clerk, day, **answers | changed)

    def approved(self, item: WorkItem, day: str) -> WorkItem:
        return self.go(item, "approve", self.official, day)

    def unveiled(self, item: WorkItem, day: str) -> WorkItem:
        self.prove(item, "plaque", self.clerk, day)
        return self.go(item, "unveil", self.clerk, day, unveiled_on=date.fromisoformat(day))

    def record(self, item: WorkItem) -> Founding:
        return Founding.objects.get(pk=item.pk)


def roster(count: int, planted: Any = None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        rosters.write(path, count, planted)
        return path.read_bytes()


def fixed(unit: Unit, key: str, value: str) -> None:
    """The place has its own number."""
    set_reach(ROOT)
    override(
        actor=ROOT, key=key, unit=unit, value=value, since=date(2024, 1, 1), source="县里的办法", status="K"
    )


def place() -> Place:
    """The scene; five working days are fixed for its county."""
    set_reach(ROOT)
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    county = plant_county()
    for unit, kind, level in ((county.county, "federation", "county"), (county.east, "town", "town")):
        Union.objects.create(unit=unit, name=unit.name, kind=kind, level=level)
    fixed(county.county, "build.onestop", "5")
    employer = enter_employer(
        actor=ROOT,
        unit=county.east,
        name="湖畔餐饮有限公司",
        line=county.line,
        workers=30,
        address="东镇湖边路 1 号",
    )
    found = Place(
        county,
        officer(county.line, "adviser", "adviser1", "钱建"),
        officer(county.east, "town_clerk", "town1", "吴芳"),
        officer(county.county, "county_clerk", "county1", "郑敏"),
        officer(county.west, "town_clerk", "town2", "冯军"),
        employer,
    )
    set_reach(ROOT)
    Assignment.objects.update(since=date(2024, 1, 1))  # in their posts before anything here begins
    return found
