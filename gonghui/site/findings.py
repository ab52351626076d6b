"""What one procedure finds out for the ledger of another: they do not know each other, the site introduces them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.reach.actor import Actor
from gonghui.work.gaps.actions import listed, look_again
from gonghui.work.gaps.rules import FINDERS, Finding, briefed, finder
from gonghui.work.standards import selectors as standards
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


def _short(one: standards.Short) -> Finding:
    """A union that falls short of a standard: the liaison of the grid its employer lies in looks after it."""
    said = {"标准": str(one.scheme)} | one.missing
    title = f"{one.name}：{one.label}没有达标，缺 {'、'.join(one.missing)}"
    return Finding(f"{one.family}:{one.unit_id}", one.unit_id, title[:200], said, one.grid_id)


def one_short(actor: Actor, today: date, subject: str) -> Finding | None:
    family, _, unit = subject.partition(":")
    return next((_short(one) for one in standards.falling_short(actor, today, (family, int(unit)))), None)


SHORT = "standards.short"


@finder(SHORT, "标准没有达到", "挂钩联络员上门，按缺的条目补齐，凭证由上级核对", one=one_short)
def short(actor: Actor, today: date) -> Iterator[Finding]:
    """Of the unions that are assessed: each that does not pass today, with what it is missing and since when."""
    return (_short(one) for one in standards.falling_short(actor, today))


AT_ONCE = 50


@job("site.fallen", "达标情况有变：列入销号台账或建议销号", every=1)
def fallen(run: Run) -> bool:
    """Not the reader but a job opens the liaison's matter, within a minute of the change and of midnight, when a lease ends:
    who is short now and not on the ledger is put there, who is on it and no longer short is proposed for closing. All
    else of the ledger waits for the night.
    """
    now_short = {f"{family}:{unit}" for family, unit in standards.failing(run.actor, day_of(run.now))}
    here, settled = listed(SHORT)
    differing = sorted((now_short - here - settled) | (here - now_short))
    touched = look_again(FINDERS[SHORT], differing[:AT_ONCE], actor=run.actor, now=run.now)
    done = run.checkpoint["touched"] = run.checkpoint.get("touched", 0) + touched
    run.progress(done, done, f"列入或建议销号 {done:,} 件" if done else "没有变化")
    return bool(touched) and len(differing) > AT_ONCE


@briefed("本季度走访的单位和群体")
def visited(actor: Actor, since: date, until: date) -> Mapping[int | None, int]:
    return surveys.visited_by_grid(actor, since, until)


@briefed("摸到而台账上没有的单位")
def off_the_register(actor: Actor, since: date, until: date) -> Mapping[int | None, int]:
    return surveys.off_register_by_grid(actor, since, until)
