"""Who was met in the field in the county of canaries: one in each of two towns, with a grid and a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.ids import new_id
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.session import set_reach
from gonghui.work.survey.actions import answer, keep_team, open_round, take_courier, take_listed
from gonghui.work.survey.models import Subject
from tests.people import mobile
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Holding, Scene

SINCE, UNTIL = date(2026, 10, 1), date(2026, 12, 31)
LIES = {"east": ("g1", "l1"), "west": ("g2", "l2")}


def walked(scene: Scene) -> None:
    set_reach(ROOT)
    county = scene.units["county"]
    today = clock.today()
    stay = open_round(
        actor=ROOT,
        unit=county,
        today=today,
        kind="stay",
        label="蹲点",
        since=SINCE,
        until=UNTIL,
        subjects="group",
    )
    scene.rounds = [stay]
    for n, (town, (grid, line)) in enumerate(LIES.items()):
        holding = scene.of[town]
        where = {"grid": grid, "line": line}
        found = Subject.objects.create(
            unit=holding.unit,
            grid=scene.units[grid],
            line=scene.units[line],
            name=f"{holding.tag}火锅",
            since=SINCE,
        )
        facts = {
            "workers": 7,
            "address": f"{holding.tag}巷",
            "people": f"{holding.tag}见 {mobile(9_600 + n)}",
            "problem": f"{holding.tag}欠薪",
        }
        content = {"name": f"{holding.tag}火锅", "facts": facts, "met_on": today.isoformat()}
        answer(
            actor=ROOT,
            now=clock.now(),
            pk=new_id(),
            subject_id=found.pk,
            content=content,
            made_at=clock.now(),
            round_id=stay.pk,
        )
        for word in ("火锅", "巷", "见", "欠薪"):
            scene.sing(f"{holding.tag}{word}", town, "survey", **where)
        holding.met = found
        _counted_otherwise(scene, holding, where)
        given = {"actor": ROOT, "today": today, "row": None, "unit": holding.unit}
        take_listed("market")(**given, name=f"{holding.tag}名单店", contact=f"{holding.tag}法人")
        take_courier(**given, name=f"{holding.tag}骑士", platform="蓝马", station=f"{holding.tag}骑行点")
        for word in ("名单店", "法人", "骑士", "骑行点"):
            scene.sing(f"{holding.tag}{word}", town, "survey")
        people = [f"{holding.tag}队员"]
        holding.team = keep_team(
            actor=ROOT,
            round_=stay,
            team=None,
            unit=holding.unit,
            name=f"{holding.tag}组",
            people=people,
            since=SINCE,
            until=UNTIL,
        )
        scene.sing(f"{holding.tag}队员", town, "survey")


def _counted_otherwise(scene: Scene, holding: Holding, where: dict[str, str]) -> None:
    """Somebody else has counted other people there: both values stand until one is pressed."""
    other = replace(ROOT, account_id=-2)
    set_reach(other)
    content = {"facts": {"workers": 8}, "met_on": clock.today().isoformat()}
    made = answer(
        actor=other,
        now=clock.now(),
        pk=new_id(),
        subject_id=holding.met.pk,
        content=content,
        made_at=clock.now(),
    )
    set_reach(ROOT)
    item = WorkItem.objects.get(process_key="survey_differs", rule_subject=f"subject:{holding.met.pk}")
    holding.said = made
    holding.others.append(item)
    scene.sing(str(item.pk), holding.key, "survey journal", **where)
