from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.utils import timezone

from gonghui.kernel.process.definition import PROCESSES
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.tests.sample import FAULT
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from tests.support import County, officer, plant_county


def at(text: str) -> datetime:
    """Noon of a day, or the moment given."""
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T12:00")
    return timezone.make_aware(moment)


@pytest.fixture
def fault() -> Iterator[None]:
    PROCESSES["fault"] = FAULT
    yield
    PROCESSES.pop("fault", None)


@dataclass(frozen=True)
class Scene:
    county: County
    clerk: Actor
    colleague: Actor
    other: Actor
    above: Actor
    above2: Actor

    def opened(self, day: str = "2026-09-01", by: Actor | None = None) -> WorkItem:
        who = by or self.clerk
        set_reach(who)
        return open_item(FAULT, title="路灯坏了", unit=self.county.east, actor=who, now=at(day))


@pytest.fixture
def scene(db: None, fault: None) -> Scene:
    from tests.support import ROOT

    set_reach(ROOT)
    county = plant_county()
    return Scene(
        county,
        officer(county.east, "town_clerk", "east1", "甲"),
        officer(county.east, "town_clerk", "east2", "乙"),
        officer(county.west, "town_clerk", "west1", "丙"),
        officer(county.county, "county_clerk", "county1", "丁"),
        officer(county.county, "county_clerk", "county2", "戊"),
    )
