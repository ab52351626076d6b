"""A chunk of a job and its checkpoint are one; a job ends when it is asked to, and with the post it was started in."""

from __future__ import annotations

import pytest
from django.db import connections, transaction

from gonghui.kernel.jobs.actions import one_chunk, run_job, start, stop
from gonghui.kernel.jobs.catalogue import KINDS, JobRefused, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.reach.session import acting
from tests.support import ROOT, database, officer


@pytest.fixture(autouse=True, scope="module")
def _kinds():
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


@database
def test_a_chunk_and_its_checkpoint_are_one(county):
    @job("tests.count", "数数")
    def count(run: Run) -> bool:
        run.checkpoint["n"] = run.checkpoint.get("n", 0) + 1
        run.progress(run.checkpoint["n"], 3, "")
        if run.checkpoint["n"] == 2 and not run.arguments.get("calm"):
            raise ZeroDivisionError
        return run.checkpoint["n"] < 3

    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        made = start(actor=clerk, kind="tests.count")
    assert one_chunk(str(made.pk), clerk) is True
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        one_chunk(str(made.pk), clerk)
    with acting(clerk):
        assert (Job.objects.get().checkpoint, Job.objects.get().state) == ({"n": 1}, "running")


@database
def test_a_job_stops_when_asked_and_says_so(county):
    @job("tests.endless", "没完没了")
    def endless(run: Run) -> bool:
        return True

    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        made = start(actor=clerk, kind="tests.endless")
    assert one_chunk(str(made.pk), clerk)
    with acting(clerk):
        stop(actor=clerk, job=made)
    assert not one_chunk(str(made.pk), clerk)
    with acting(clerk):
        assert Job.objects.get().state == "stopped"


@database
def test_a_job_ends_with_the_post_it_was_started_in(county):
    from gonghui.kernel.actors.actions import end_post
    from gonghui.kernel.actors.models import Assignment
    from tests.support import DAY

    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        made = start(actor=clerk, kind="register.export", register="members", query="", reason="", ids=None)
    with acting(ROOT):
        end_post(actor=ROOT, post=Assignment.objects.get(pk=clerk.post_id), on=DAY)
    run_job.call(str(made.pk), clerk.account_id, clerk.post_id)
    with acting(clerk):
        job_now = Job.objects.get()
        assert (job_now.state, "不在这个岗位" in job_now.error) == ("failed", True)


@database
def test_what_is_enqueued_goes_with_its_transaction(county):
    clerk = officer(county.east, "town_clerk")

    before = waiting()

    def enqueue_and_fail() -> None:
        with acting(clerk):
            start(actor=clerk, kind="register.export", register="members", query="", reason="", ids=None)
            assert waiting() == before + 1
            raise JobRefused

    with pytest.raises(JobRefused):
        enqueue_and_fail()
    assert waiting() == before


def waiting() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]
