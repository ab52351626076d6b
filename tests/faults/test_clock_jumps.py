"""The machine's clock is set wrong and right again: nothing regular is begun twice, nobody is reminded twice, and what
is due is due on its day.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from gonghui.kernel.jobs.catalogue import RHYTHMS, Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.jobs.regular import begin_due
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.process.jobs import sweep
from gonghui.kernel.process.models import Deadline, WorkItem
from gonghui.kernel.reach.session import acting
from gonghui.work.founding.tests.scene import place
from tests.faults.scenes import founding
from tests.procedures import TODAY, at
from tests.support import ROOT, committed

JUMPS = [0, 400, -400, 0, 60, -1, 3650, 0, 61, 60]  # days from today


@committed
def test_a_clock_that_jumps_begins_and_reminds_once():
    with acting(ROOT):
        here = place()
    for n in range(3):
        founding(here, n, "papers")
    with acting(ROOT):
        due = sorted(Deadline.objects.values_list("item_id", "label", "due_on"))
    chance = random.Random(20261121)
    for days in JUMPS:
        now = at(TODAY + timedelta(days=days))
        begin_due(now)
        for job in jobs():
            finish(job)
        with acting(ROOT):
            sweep(Run(Job(kind="process.sweep"), ROOT, now + timedelta(minutes=chance.randrange(60))))
    with acting(ROOT):
        told = Counter(
            Notice.objects.filter(key__startswith="work.late").values_list("key", "url", "account_id")
        )
        open_items = WorkItem.objects.filter(closed_on=None).count()
        assert sorted(Deadline.objects.values_list("item_id", "label", "due_on")) == due
    slots = Counter((job.kind, job.slot) for job in jobs())
    assert set(slots.values()) == {1}, "a moment that was served is not served again"
    assert {kind for kind, _ in slots} == set(RHYTHMS)
    assert len(slots) <= len(RHYTHMS) * 4, (
        "what was missed is made up for once, and the past is not begun anew"
    )
    assert set(told.values()) == {1}
    assert Counter(key for key, _, _ in told)["work.late"] == open_items


def jobs() -> list[Job]:
    with acting(ROOT):
        return list(Job.objects.filter(slot__isnull=False))


def finish(job: Job) -> None:
    with acting(ROOT):
        Job.objects.filter(pk=job.pk).update(state="done")
