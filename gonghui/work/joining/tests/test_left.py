"""What a killed worker left lying is taken in; one by which the program itself fails holds up none behind it."""

from __future__ import annotations

from datetime import timedelta

from gonghui.kernel import clock
from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.reach.session import set_reach
from gonghui.work.joining import jobs
from gonghui.work.joining.models import Submission
from tests.support import ROOT, database

pytestmark = database


def test_one_that_fails_holds_up_none_behind_it(db, monkeypatch):
    set_reach(ROOT)
    now = clock.now()
    first, second = (
        Submission.objects.create(kind="join", receipt=bytes([n]) * 16, at=now - timedelta(minutes=9 - n))
        for n in (1, 2)
    )
    taken = []

    def take(pk, actor, now):
        taken.append({second.pk: pk}[pk])

    monkeypatch.setattr(jobs, "take_in", take)
    run = Run(Job(kind="joining.left", label="", unit_id=None, account_id=0), ROOT, now)
    assert jobs.take_what_is_left(run) is False
    assert (taken, Submission.objects.filter(taken_at=None).count()) == ([second.pk], 2)
    assert first.pk not in taken
