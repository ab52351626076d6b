"""A letter by which the program itself fails stays, and holds up none behind it."""

from __future__ import annotations

from datetime import timedelta

from gonghui.kernel import clock
from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.letters import catalogue, jobs
from gonghui.kernel.letters.box import hand_in
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database

pytestmark = database


def test_one_that_fails_holds_up_none_behind_it(db, monkeypatch):
    taken = []

    def take(put, actor, now):
        taken.append(1 / put.content["by"])

    monkeypatch.setitem(catalogue.TAKERS, "tests.by", ("试", take))
    set_reach(ROOT)
    for by in (0, 1):
        hand_in(kind="tests.by", content={"by": by}, now=clock.now() - timedelta(minutes=5 - by))
    run = Run(Job(kind="letters.left", label="", unit_id=None, account_id=0), ROOT, clock.now())
    assert jobs.take_what_is_left(run) is False
    set_reach(ROOT)
    left = Letter.objects.filter(taken_at=None)
    assert (taken, left.count(), left.get().content is None) == ([1.0], 1, False)
