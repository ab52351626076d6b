"""The term clock, every night: what ends soon becomes a matter, is told of, and is said to be no longer due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.process.definition import Process
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.triggered import facts_gone
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.models import Union
from gonghui.work.terms import actions, rules
from gonghui.work.terms.actions import after
from gonghui.work.terms.models import Reelection
from gonghui.work.terms.process import BYELECTION, CERTIFICATE, REELECTION
from gonghui.work.terms.rules import Marks
from gonghui.work.terms.selectors import (
    holders_in,
    marks_of,
    running_by_rule,
    standing_after,
    vacant_posts,
    with_terms,
)

CHUNK = 50
FARTHEST = timedelta(days=800)  # no place begins earlier before the end of a term


@job("terms.clock", "换届提醒", daily="03:00")
def term_clock(run: Run) -> bool:
    """A chunk of the unions whose term ends; at the end the matters whose term no longer does."""
    today = day_of(run.now)
    after = run.checkpoint.get("after", 0)
    rows = with_terms(run.actor).filter(term_until__lte=today + FARTHEST, pk__gt=after).order_by("pk")
    found = list(rows[:CHUNK])
    marks = _marks(today)
    told = sum(_looked_at(union, marks(union.unit), run, today) for union in found)
    run.checkpoint["after"] = found[-1].pk if found else after
    run.checkpoint["told"] = run.checkpoint.get("told", 0) + told
    done = run.checkpoint["told"]
    run.progress(done, done, f"已提醒 {done:,} 家")
    if len(found) == CHUNK:
        return True
    _no_longer_due(run, today)
    return False


def _marks(today: date) -> Callable[[Unit], Marks]:
    """The numbers of each place, read once for the unions that stand under the same unit."""

    @cache
    def of(path: str) -> Marks:
        return marks_of(Unit(pk=0, name="", path=path), today)

    def at(unit: Unit) -> Marks:
        above = unit.path.rstrip(".").rpartition(".")[0]
        return of(f"{above}." if above else unit.path)

    return at


def _is_due(union: Union, marks: Marks, today: date) -> bool:
    return union.term_until is not None and (union.term_until - today).days <= marks.open_before


def _looked_at(union: Union, marks: Marks, run: Run, today: date) -> bool:
    if not _is_due(union, marks, today):
        return False
    item = actions.open_reelection(union, actor=run.actor, now=run.now)
    record = Reelection.objects.select_related("item").get(pk=item.pk)
    return actions.alert(record, union, marks, actor=run.actor, now=run.now)


def _no_longer_due(run: Run, today: date) -> None:
    """Whose term was put right, or whose union has ended: said on the matter; a person closes it."""
    marks = _marks(today)
    for item in running_by_rule(REELECTION.key, actions.TERM):
        union = with_terms(run.actor).filter(pk=item.unit_id).first()
        if union is None or not _is_due(union, marks(union.unit), today):
            _gone(REELECTION, item, run)


def _gone(process: Process, item: WorkItem, run: Run) -> None:
    if "gone_on" not in item.facts:
        facts_gone(process, rule=item.rule, subject=item.rule_subject, now=run.now)


@job("terms.certificates", "法人证书核对", daily="03:20")
def certificates(run: Run) -> bool:
    """What the register shows to be done is not asked any more."""
    for item in running_by_rule(CERTIFICATE.key, after.RULE):
        if (union := standing_after(run.actor, 0).filter(pk=item.unit_id).first()) is not None:
            after.clear_known(item, union, actor=run.actor, now=run.now)
    return False


@job("terms.vacancies", "补选提醒", daily="03:10")
def vacancies(run: Run) -> bool:
    """A chunk of unions: a chair or vice-chair who left within the term and has no successor."""
    today = day_of(run.now)
    after = run.checkpoint.get("after", 0)
    found = list(standing_after(run.actor, after)[:500])
    held = holders_in([union.pk for union in found], *vacant_posts())
    for union in found:
        gaps = rules.vacancies(held.get(union.pk, []), union.term_since, union.term_until, today)
        for gap in gaps:
            actions.open_vacancy(union, gap, actor=run.actor, now=run.now)
        run.checkpoint["found"] = run.checkpoint.get("found", 0) + len(gaps)
    run.checkpoint["after"] = found[-1].pk if found else after
    run.progress(run.checkpoint.get("found", 0), 0, f"出缺 {run.checkpoint.get('found', 0):,} 个")
    if len(found) == 500:
        return True
    _filled(run, today)
    return False


def _filled(run: Run, today: date) -> None:
    for item in running_by_rule(BYELECTION.key, actions.VACANT):
        union = standing_after(run.actor, 0).filter(pk=item.unit_id).first()
        held = holders_in([item.unit_id], *vacant_posts()).get(item.unit_id, [])
        gaps = rules.vacancies(held, union.term_since, union.term_until, today) if union else []
        if item.facts.get("post") not in {gap.post for gap in gaps}:
            _gone(BYELECTION, item, run)
