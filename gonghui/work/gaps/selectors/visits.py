"""Reads of letters and visits: what is written to whom, which visits are planned, and a plan for those that are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.documents.paper import Paper, Table, chinese_date
from gonghui.kernel.documents.wording import wordings
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.gaps import rules
from gonghui.work.gaps.models import Gap, Visit
from gonghui.work.gaps.selectors import grid_name, items, of_grid

PAPERS = Path(__file__).parents[1] / "data" / "papers.toml"
PLANNED = ("日期", "地点", "单位", "带什么", "结果")


@dataclass(frozen=True)
class Stop:
    """One place of a plan: the gap, its visit when one is arranged, else the day that is proposed for it."""

    item: WorkItem
    gap: Gap
    visit: Visit | None
    proposed: date | None
    provisional: bool = False

    @property
    def on(self) -> date | None:
        return self.visit.planned_on if self.visit else self.proposed

    @property
    def is_late(self) -> bool:
        """The day lies after the gap's own limit."""
        return bool(self.on and self.item.due_on and self.on > self.item.due_on)

    @property
    def bring(self) -> str:
        return self.visit.bring if self.visit else rules.BRING[self.gap.letter]


def written_to(actor: Actor) -> QuerySet[WorkItem]:
    """The gaps still to be mended that somebody is written to about."""
    seen: QuerySet[WorkItem] = items(actor).filter(closed_on=None, stage_key="mending")
    return seen.exclude(gap__letter="").exclude(gap=None).select_related("gap")


def visits_of(actor: Actor, item: WorkItem) -> list[Visit]:
    """What was arranged and done about one gap, newest first."""
    return list(Visit.objects.visible_to(actor).filter(item=item).order_by("-pk"))


def to_make(actor: Actor, item: WorkItem) -> Visit | None:
    found: Visit | None = Visit.objects.visible_to(actor).filter(item=item, done_on=None).first()
    return found


def plan(actor: Actor, unit: Unit | None, grid: int | None, today: date, most: int) -> list[Stop]:
    """The visits of a grid (None: of everything in reach) in the order of the places; days are proposed for those
    without one, as many a day as the place allows, none where it has set no number.
    """
    rows = sorted(
        of_grid(written_to(actor), grid).order_by("pk"),
        key=lambda one: (one.grid_id is None, one.grid_id or 0, not one.gap.place, rules.by_place(one.gap.place), one.pk),
    )[:most]  # fmt: skip
    made = {
        one.item_id: one
        for one in Visit.objects.visible_to(actor).filter(done_on=None, item__in=[one.pk for one in rows])
    }
    free = [one.pk for one in rows if one.pk not in made]
    offered = dict(zip(free, days(len(free), unit, today), strict=False))
    return [
        Stop(
            one, one.gap, made.get(one.pk), offered[one.pk].on if one.pk in offered else None,
            one.pk in offered and offered[one.pk].provisional,
        )
        for one in rows
    ]  # fmt: skip


def days(count: int, unit: Unit | None, today: date) -> list[Any]:
    if unit is None or not count:
        return []
    try:
        after = int(parameter("gaps.visit_after", unit, today).numbers[0])
        a_day = int(parameter("gaps.visit_day", unit, today).numbers[0])
    except NoParameter:
        return []
    return list(rules.visit_days(count, today, max(after, 1), max(a_day, 1), calendar()))


def name_of_grid(actor: Actor, grid: int) -> str:
    rows = items(actor).filter(grid_id=grid).annotate(called=grid_name())
    return str(rows.values_list("called", flat=True).first() or "")


def letter_of(item: WorkItem, gap: Gap, visit: Visit | None, today: date) -> Paper:
    """What is written about one gap, as it reads today."""
    facts = {
        "office": item.unit_name,
        "whom": gap.whom,
        "people": str(item.facts.get("职工", "")).replace("不详 人", ""),
        "contact": item.holder_label.replace(" · ", ""),
        "phone": "",
        "visit_on": chinese_date(visit.planned_on) if visit and visit.planned_on else "",
        "visitors_words": f"（{visit.visitors}）" if visit else "",
    }
    return wordings(PAPERS)[gap.letter].paper(facts).with_(signed_on=today)


def plan_paper(label: str, office: str, stops: list[Stop], today: date) -> Paper:
    """The plan as it is taken along: a row for each place, the last column to be written by hand."""
    rows = [
        (f"{one.on:%m-%d}" if one.on else "", one.gap.place or "地址不详", one.gap.whom, one.bring, "")
        for one in stops
    ]
    table = Table((PLANNED, *rows), (1.1, 3, 3, 3, 2))
    who = sorted({one.visit.visitors for one in stops if one.visit})
    body: list[str | Table] = [table]
    if who:
        body.insert(0, f"走访人员：{'；'.join(who)}。")
    return Paper("roster", label, office, tuple(body), signed_on=today)
