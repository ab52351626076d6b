"""What time does to matters: reminders as deadlines come near and pass, and counting again when a year's
holidays are published.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from gonghui.kernel.calendar.actions import recomputed_by
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.jobs.catalogue import JobRefused, Run, job
from gonghui.kernel.process import clocks, moving, steps, telling
from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.reach.actor import Actor

CHUNK = 200


@job("process.sweep", "期限提醒", every=30)
def sweep(run: Run) -> bool:
    """Tell of matters that turned yellow or red and have not been told of. Any number of workers may run it at
    once: each takes rows nobody else holds, and a row is told of once.
    """
    today = day_of(run.now)
    running = WorkItem.objects.visible_to(run.actor).filter(closed_on=None, paused_on=None)
    late = Q(due_on__lt=today, late_told_on=None)
    nearly = Q(due_on__gte=today, warn_on__lte=today, told_on=None)
    rows = running.filter(late | nearly).select_for_update(skip_locked=True, of=("self",)).order_by("due_on")
    found = list(rows[:CHUNK])
    for item in found:
        is_late = item.due_on is not None and item.due_on < today
        telling.tell_due(item, run.actor, run.now, late=is_late)
        item.told_on = today
        item.late_told_on = today if is_late else item.late_told_on
    WorkItem.objects.bulk_update(found, ["told_on", "late_told_on"])
    told = run.checkpoint.get("told", 0) + len(found)
    run.checkpoint["told"] = told
    run.progress(told, told, f"已提醒 {told:,} 件")
    return len(found) == CHUNK


@recomputed_by
def recount_later(actor: Actor, year: int) -> None:
    """A year's holidays are known now: the deadlines that could move by it are counted again, in the background."""
    if Deadline.objects.filter(ended_on=None).filter(_touched(year)).exists():
        start(actor=actor, kind="process.recount", year=year)


def _touched(year: int) -> Q:
    """Deadlines that a notice for ``year`` could move: it has rearranged days of the December before."""
    return Q(provisional=True) | Q(due_on__year__gte=year - 1, started_on__year__lte=year)


@job("process.recount", "按放假安排重新计算期限")
def recount(run: Run) -> bool:
    """A chunk of open matters; each whose deadline moves says so in its history and in the journal."""
    after = run.checkpoint.get("after", "00000000-0000-0000-0000-000000000000")
    deadlines = Deadline.objects.filter(_touched(run.arguments["year"]), ended_on=None)
    rows = WorkItem.objects.visible_to(run.actor).filter(closed_on=None, pk__gt=after)
    found = list(
        rows.filter(pk__in=deadlines.values("item_id")).select_for_update(of=("self",)).order_by("pk")[:CHUNK]
    )
    dates, moved = calendar(), run.checkpoint.get("moved", 0)
    for item in found:
        if clocks.count_again(item, dates):
            moved += 1
            _said(item, run)
    run.checkpoint["after"] = str(found[-1].pk) if found else after
    run.checkpoint["moved"] = moved
    run.progress(moved, moved, f"{moved:,} 件的期限有变化")
    return len(found) == CHUNK


def _said(item: WorkItem, run: Run) -> None:
    due = f"{item.due_on:%Y-%m-%d}" if item.due_on else "暂停中"
    steps.note(
        item, run.actor, run.now, move="recount", label="期限重新计算", source=item.stage_key,
        text=f"{run.arguments['year']} 年放假安排公布了，期限是 {due}",
    )  # fmt: skip


@job("process.later", "办理事项")
def make_later(run: Run) -> bool:
    """A move whose conditions take long to find out, made for who asked for it; why it may not happen ends the job."""
    asked = run.arguments
    try:
        moving.advance(
            UUID(asked["item"]), asked["move"], actor=run.actor, now=run.now, seen=asked["seen"], text=asked["text"], patient=True
        )  # fmt: skip
    except steps.MoveRefused as refusal:
        raise JobRefused(str(refusal)) from refusal
    run.job.result = {"url": reverse("matter", args=[asked["item"]])}
    run.progress(1, 1, "已核对，办好了")
    return False
