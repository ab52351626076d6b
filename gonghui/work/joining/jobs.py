"""Taking in what was handed in: at once when it comes, and now and then what was left lying."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import system
from gonghui.work.joining import rules
from gonghui.work.joining.actions import take_in
from gonghui.work.joining.models import Application, Submission

log = logging.getLogger(__name__)
AT_ONCE = 200
FORGET = verb("joining.forget", "清除没有入会的人的敏感信息", "count")
A_YEAR = timedelta(days=366)
LEFT = timedelta(minutes=2)


@job("joining.left", "收进服务网落下的材料", every=5)
def take_what_is_left(run: Run) -> bool:
    """What a killed worker left lying."""
    waiting = Submission.objects.filter(taken_at=None, at__lt=run.now - LEFT).order_by("at")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    taken = sum(_taken(pk, run) for pk in keys)
    return len(keys) == AT_ONCE and taken > 0


def _taken(pk: UUID, run: Run) -> bool:
    """One by which the program itself fails is told in the log by its key, stays, and holds up none behind it."""
    try:
        take_in(pk, actor=system(rules.NET), now=run.now)
    except Exception as fault:
        log.error("submission %s was not taken in: %s", pk, type(fault).__name__)
        return False
    return True


@job("joining.forget", "清除没有入会的人的敏感信息", daily="03:40")
def forget(run: Run) -> bool:
    """What the privacy notice promises: a year after the end of an application that led nowhere, its secrets go."""
    over = Application.objects.filter(joined_on=None, item__closed_on__lt=day_of(run.now) - A_YEAR)
    keys = list(over.exclude(id_number=None).values_list("pk", flat=True)[:AT_ONCE])
    Application.objects.filter(pk__in=keys).update(
        id_number=None, mobile=None, birth_date=None, mobile_index=None
    )
    if keys:
        record(run.actor, FORGET, "joining:applications", unit_id=None, count=len(keys))
    return len(keys) == AT_ONCE
