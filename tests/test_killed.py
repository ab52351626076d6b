"""Work done in chunks survives any death of its worker: nothing lost, nothing doubled."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from gonghui.kernel.jobs.actions import one_chunk, run_job, start, stop
from gonghui.kernel.jobs.catalogue import KINDS, JobRefused, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register import intake, jobs
from gonghui.kernel.register.definition import REGISTERS
from gonghui.registers.members.models import Membership, MembershipEvent, Person
from tests import rosters
from tests.support import ROOT, committed, database, officer, plant_county

KILLS = 110
ROWS, CHUNK = 2_400, 5


@pytest.fixture(autouse=True, scope="module")
def _kinds():
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)


@pytest.mark.slow
@pytest.mark.timeout(600)
@committed
def test_an_import_killed_a_hundred_times_ends_like_one_left_alone(tmp_path):
    rosters.write(tmp_path / "a.xlsx", count=ROWS)
    begin(tmp_path / "a.xlsx")
    run_alone()
    expected = snapshot()
    call_command("flush", database="owner", interactive=False, verbosity=0)

    begin(tmp_path / "a.xlsx")
    struck = run_killed(random.Random(20261121))

    assert snapshot() == expected
    assert expected["people"] == ROWS
    assert sum(struck.values()) >= 100
    assert len(struck) >= 10, "the kills must land in many different chunks"


def begin(path) -> None:
    with acting(ROOT):
        scene = plant_county()
        clerk = officer(scene.east, "town_clerk")
    with acting(clerk):
        found = intake.upload(
            actor=clerk,
            register=REGISTERS["members"],
            unit=scene.mill,
            source=path,
            name=path.name,
            media_type="",
        )
        intake.check(actor=clerk, intake=found, today=found.at.date())
        jobs.begin(actor=clerk, found=found, kind="register.take")


def pending() -> tuple[str, int, int, int]:
    """The job's key, account, post, and how far it has come; read as the account that owns it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT id::text, account_id, post_id, done FROM jobs_job WHERE kind = 'register.take'"
        )
        return cursor.fetchone()


def run_alone() -> None:
    run_job.call(*pending()[:3])


def run_killed(chance: random.Random) -> dict[int, int]:
    """Start the job again and again and kill its process; returns kills by how far the job had come."""
    struck: dict[int, int] = {}
    name = connections["owner"].settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.nursery", name, str(CHUNK)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as nursery:
        asleep = first_progress(nursery)
        for _ in range(KILLS):
            child = born(nursery)
            time.sleep(asleep * 0.9 + chance.random() * 0.12)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            if int(nursery.stdout.readline()) == -signal.SIGKILL:
                reached = pending()[3]
                struck[reached] = struck.get(reached, 0) + 1
        born(nursery)
        assert nursery.stdout.readline() == "0\n"
        nursery.stdin.close()
    return struck


def born(nursery) -> int:
    nursery.stdin.write(" ".join(map(str, pending()[:3])) + "\n")
    return int(nursery.stdout.readline())


def first_progress(nursery) -> float:
    """How long a new process takes until its first chunk is done; it is then killed too."""
    child, begun = born(nursery), time.monotonic()
    while pending()[3] == 0:
        time.sleep(0.01)
    spent = time.monotonic() - begun
    os.kill(child, signal.SIGKILL)
    nursery.stdout.readline()
    return spent


def snapshot() -> dict[str, object]:
    with acting(ROOT):
        return {
            "people": Person.objects.count(),
            "names": sorted(Person.objects.values_list("name", "birth_year", "sex", "is_migrant")),
            "numbers": sorted(person.id_number.reveal() for person in Person.objects.all()),
            "memberships": sorted(Membership.objects.values_list("person__name", "since", "until")),
            "events": sorted(MembershipEvent.objects.values_list("change", "on")),
            "takes": list(Entry.objects.filter(verb="register.take").values_list("detail__new", flat=True)),
            "state": list(intake.Intake.objects.values_list("state", flat=True)),
        }


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

    def enqueue_and_fail() -> None:
        with acting(clerk):
            start(actor=clerk, kind="register.export", register="members", query="", reason="", ids=None)
            assert waiting() == 1
            raise JobRefused

    with pytest.raises(JobRefused):
        enqueue_and_fail()
    assert waiting() == 0


def waiting() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]
