"""Gaps of two towns and a meeting about the grid of each, in the county of canaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.work.gaps.actions import call_meeting, found, keep_minutes
from gonghui.work.gaps.actions.contests import contest
from gonghui.work.gaps.actions.visits import arrange
from gonghui.work.gaps.rules import FINDERS, JOIN, Finder, Finding
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

LIES = {"east": "g1", "west": "g2"}
FINDER = Finder("tests.leaks", "缺阵地", "找一间屋", lambda actor, today: (), contested=True)


def listed(scene: Scene) -> None:
    """Before the meeting: in each town something is missing; after it there are minutes."""
    set_reach(ROOT)
    today, now = clock.today(), clock.now()
    FINDERS[FINDER.key] = FINDER
    for town, key in LIES.items():
        holding, grid = scene.of[town], scene.units[key]
        facts = {"还缺": f"{holding.tag}桌椅", "另缺": f"{holding.tag}牌子"}
        finding = Finding(
            f"town:{town}",
            holding.unit.pk,
            f"{holding.tag}缺阵地",
            facts,
            grid.pk,
            letter=JOIN,
            whom=f"{holding.tag}杂货铺",
            place=f"{holding.tag}后街",
        )
        item = found(FINDER, finding, actor=ROOT, now=now)
        holding.others.append(item)
        scene.sing(str(item.pk), town, "gaps journal", grid=key)
        arrange(
            actor=ROOT, item=item, planned_on=today, visitors=f"{holding.tag}走访人", bring=f"{holding.tag}材料", now=now
        )  # fmt: skip
        holding.contest = contest(
            actor=ROOT, item=item, sign="还缺", reason=f"{holding.tag}异议", upload=None, now=now
        )
        for word in ("缺阵地", "桌椅", "牌子", "异议", "杂货铺", "后街", "走访人", "材料"):
            scene.sing(f"{holding.tag}{word}", town, "gaps", grid=key)
        held = call_meeting(
            actor=ROOT, unit=scene.units["county"], grid=grid, held_on=today, today=today, now=now
        )
        keep_minutes(
            actor=ROOT, meeting=held, today=today, present=f"{holding.tag}到会", minutes=f"{holding.tag}纪要"
        )
        for word in ("到会", "纪要"):
            scene.sing(f"{holding.tag}{word}", "county", "gaps", grid=key)
        holding.meeting = held
