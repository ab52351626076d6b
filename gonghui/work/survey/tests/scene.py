"""A county with two liaisons, a round under way and a mill in the first grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from gonghui.kernel.ids import new_id
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.actions import enter
from gonghui.registers.employers.models import Employer
from gonghui.work.survey.actions import answer, open_round
from gonghui.work.survey.models import Answer, Round, Subject
from tests.support import ROOT, County, officer, plant_county

TODAY = date(2026, 11, 21)
NOW = timezone.make_aware(datetime.combine(TODAY, time(10)))
ROUND = {
    "kind": "quarter",
    "label": "2026 年第 4 季度",
    "since": date(2026, 10, 1),
    "until": date(2026, 12, 31),
}


@dataclass
class Place:
    county: County
    clerk: Actor
    town: Actor
    liaison: Actor
    second: Actor
    adviser: Actor
    employer: Employer
    round: Round

    @property
    def subject(self) -> Subject:
        set_reach(ROOT)
        return Subject.objects.get(employer=self.employer, into=None)


def place() -> Place:
    county = plant_county()
    here = {"grid": county.grid, "line": county.line}
    employer = enter(
        actor=ROOT, unit=county.east, name="湖畔餐饮有限公司", workers=30, address="东镇湖边路 1 号", **here
    )
    enter(actor=ROOT, unit=county.west, name="西山矿业公司", workers=80)
    clerk = officer(county.county, "county_clerk", "zhou", "周文")
    first = officer(county.grid, "liaison", "first", "林一")
    second = officer(county.grid, "liaison", "second", "何二")
    set_reach(clerk)
    made = open_round(actor=clerk, unit=county.county, today=TODAY, **ROUND)
    set_reach(ROOT)
    return Place(
        county, clerk, officer(county.east, "town_clerk", "wu", "吴芳"), first, second,
        officer(county.line, "adviser", "xu", "徐建"), employer, made,
    )  # fmt: skip


def visit(
    here: Place, who: Actor, minute: int = 0, *, pk: UUID | None = None, subject: UUID | None = None, base: int = 0, name: str = "",
    outcome: str = "met", new: bool = False, **facts: Any,
) -> Answer:  # fmt: skip
    """``who`` brings back what was found; of the mill, unless ``subject`` or ``new`` says of whom."""
    set_reach(who)
    content = {"facts": facts, "name": name, "outcome": outcome, "met_on": TODAY.isoformat()}
    about = subject or (None if new else here.employer.pk)
    return answer(
        actor=who, now=NOW, pk=pk or new_id(), subject_id=about, content=content, base=base, round_id=here.round.pk,
        made_at=NOW - timedelta(hours=9) + timedelta(minutes=minute),
    )  # fmt: skip
