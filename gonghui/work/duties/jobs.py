"""Every night: each duty that is switched on, for each union it holds for, in its present period."""

from __future__ import annotations

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.process.models import WorkItem
from gonghui.work.duties import actions
from gonghui.work.duties.models import Duty
from gonghui.work.duties.selectors import bound_by

CHUNK = 50


@job("duties.cycles", "权责清单", daily="03:20")
def cycles(run: Run) -> bool:
    """A chunk of the unions of one duty: opened where it is to be done, ended where the figures show it is done."""
    duty = _next(run)
    if duty is None:
        return False
    after = run.checkpoint.get("unit", 0)
    today = day_of(run.now)
    period = duty.period_at(today)
    if period.since > today:
        _go_on(run, duty, None)
        return True
    unions = list(bound_by(run.actor, duty).filter(pk__gt=after)[:CHUNK])
    subjects = {actions.subject_of(duty, union.pk, period): union for union in unions}
    known = WorkItem.objects.filter(process_key="duty", rule="duty", rule_subject__in=subjects)
    there = {item.rule_subject: item for item in known}
    for subject, union in subjects.items():
        item = there.get(subject)
        if item is None:
            opened = actions.open_cycle(duty, union, period, actor=run.actor, now=run.now)
            _count(run, "opened", opened is not None)
        elif item.closed_on is None and duty.fact:
            _count(run, "known", actions.close_known(item, actor=run.actor, now=run.now))
    _go_on(run, duty, unions[-1].pk if len(unions) == CHUNK else None)
    return True


def _next(run: Run) -> Duty | None:
    after = run.checkpoint.get("duty", 0)
    rows = Duty.objects.visible_to(run.actor).filter(is_on=True, unit__closed_on=None, pk__gte=after)
    return rows.select_related("unit").order_by("pk").first()


def _go_on(run: Run, duty: Duty, unit: int | None) -> None:
    run.checkpoint["duty"] = duty.pk if unit else duty.pk + 1
    run.checkpoint["unit"] = unit or 0
    opened, known = run.checkpoint.get("opened", 0), run.checkpoint.get("known", 0)
    run.progress(opened, opened, f"新开 {opened:,} 件，系统已核办结 {known:,} 件")


def _count(run: Run, what: str, one: bool) -> None:
    run.checkpoint[what] = run.checkpoint.get(what, 0) + int(one)
