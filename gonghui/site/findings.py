"""What one procedure finds out for the ledger of another: they do not know each other, the site introduces them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from gonghui.kernel.reach.actor import Actor
from gonghui.work.gaps.rules import Finding, briefed, finder
from gonghui.work.survey import selectors as surveys


@finder("survey.left", "摸底没有走到", "安排人员补走；确实找不到的，登记“已经关门”或“已经搬走”")
def survey_left(actor: Actor, today: date) -> Iterator[Finding]:
    """A round is over and units of a grid have not been visited: one gap a grid, never a person."""
    for one in surveys.ended(actor, today):
        for grid in surveys.coverage(actor, one, today):
            if grid.left:
                facts = {"轮次": one.label, "该走": f"{grid.total} 家", "没有走到": f"{grid.left} 家"}
                title = f"{grid.name}：{one.label}还有 {grid.left} 家没有走到"
                yield Finding(f"round:{one.pk}:{grid.grid_id or 0}", one.unit_id, title, facts, grid.grid_id)


@briefed("本季度走访的单位和群体")
def visited(actor: Actor, since: date, until: date) -> Mapping[int | None, int]:
    return surveys.visited_by_grid(actor, since, until)


@briefed("摸到而台账上没有的单位")
def off_the_register(actor: Actor, since: date, until: date) -> Mapping[int | None, int]:
    return surveys.off_register_by_grid(actor, since, until)
