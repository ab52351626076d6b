"""Work done in chunks survives any death of its worker: nothing lost, nothing doubled."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connections, transaction

from gonghui.kernel import clock
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import opened
from gonghui.kernel.jobs.actions import one_chunk, run_job, start, stop
from gonghui.kernel.jobs.catalogue import KINDS, JobRefused, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.jobs.regular import begin_due
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register import intake, jobs
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.jobs import begin_export as begin_one
from gonghui.registers.members.actions import enrol
from gonghui.registers.members.actions.entering import enter
from gonghui.registers.members.actions.sealing import newcomers
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry
from tests import rosters
from tests.people import TODAY, member, number
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
    """The key, account and post of the one job that was begun, and how far it has come; read as the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT id::text, account_id, post_id, done FROM jobs_job "
            "WHERE kind IN ('register.take', 'register.export', 'members.settle') "
            "AND (slot IS NULL OR started_at IS NOT NULL OR state <> 'done')"
        )
        return cursor.fetchone()


def run_alone() -> None:
    run_job.call(*pending()[:3])


def run_killed(chance: random.Random, kills: int = KILLS, whole: float = 0) -> dict[int, int]:
    """Start the job again and again and kill its process; returns kills by how far the job had come.

    ``whole``: how long an undisturbed run takes, in seconds; given, the kills fall anywhere in it.
    """
    struck: dict[int, int] = {}
    name = connections["owner"].settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.nursery", name, str(CHUNK)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as nursery:
        asleep = 0 if whole else first_progress(nursery)
        for _ in range(kills):
            before, child = pending()[3], born(nursery)
            if (
                not whole and chance.random() < 0.7
            ):  # however slow the machine is: soon after a chunk, in the next
                until_further(child, before)
                time.sleep(chance.random() * 0.05)
            else:
                time.sleep(chance.random() * (whole or asleep * 1.1))
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


def until_further(child: int, before: int) -> None:
    """Wait until the job has come further, or is over."""
    while pending()[3] == before and Path(f"/proc/{child}").exists():
        time.sleep(0.005)


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


@pytest.mark.slow
@pytest.mark.timeout(600)
@committed
def test_a_settling_killed_often_ends_like_one_left_alone():
    begin_settling()
    run_alone()
    expected = settled()
    call_command("flush", database="owner", interactive=False, verbosity=0)

    begin_settling()
    struck = run_killed(random.Random(20261122), kills=40)

    assert settled() == expected
    assert (len(expected["members"]), expected["state"]) == (ENTRIES - 1, "done")
    assert sum(struck.values()) >= 30
    assert len(struck) >= 10, "the kills must land in many different chunks"


ENTRIES = 260


def begin_settling() -> None:
    """A chair's people wait, one of them somebody else's member; the night comes."""
    with acting(ROOT):
        scene = plant_county()
        chair = officer(scene.mill, "union_chair")
        member(scene.mine, 0)
    with acting(chair):
        for n in range(ENTRIES):
            enrol(actor=chair, today=TODAY, unit=scene.mill, name="李华", id_number=number(n))
    now = clock.now()
    begin_due(now - timedelta(days=2))
    assert "members.settle" in {one.kind for one in begin_due(now)}


def settled() -> dict[str, object]:
    with acting(ROOT):
        mine = Membership.objects.filter(unit__name="纺织厂工会")
        journal = Entry.objects.filter(verb="members.settle")
        return {
            "members": sorted(one.person.id_number.reveal() for one in mine.select_related("person")),
            "events": sorted(MembershipEvent.objects.values_list("change", "on", "unit__name")),
            "entries": sorted(
                RosterEntry.objects.values_list("outcome", "settled_on").order_by("outcome"), key=str
            ),
            "journal": sorted(journal.values_list("actor_name", "detail__outcome")),
            "done": pending()[3],
            "state": Job.objects.get(kind="members.settle", started_at__isnull=False).state,
        }


@pytest.mark.slow
@pytest.mark.timeout(600)
@committed
def test_an_export_killed_often_ends_like_one_left_alone():
    """One transaction makes the file: killed anywhere in it there is none, and in the end there is one."""
    begin_export()
    begun = time.monotonic()
    run_alone()
    expected, whole = exported(), time.monotonic() - begun
    call_command("flush", database="owner", interactive=False, verbosity=0)

    begin_export()
    struck = run_killed(random.Random(20261123), kills=40, whole=whole * 0.15)

    assert exported() == expected
    assert (len(expected["cells"]), expected["files"], expected["entries"]) == (1 + PEOPLE, 1, 1)
    assert sum(struck.values()) >= 30


PEOPLE = 1_500


def begin_export() -> None:
    with acting(ROOT):
        scene = plant_county()
        clerk = officer(scene.east, "town_clerk")
        values = [{"name": "李华", "id_number": number(n)} for n in range(PEOPLE)]
        enter(newcomers([(scene.mill, one) for one in values]), TODAY)
    with acting(clerk):
        begin_one(actor=clerk, register="members", query="sort=name", reason="核对名册用")


def exported() -> dict[str, object]:
    with acting(ROOT):
        file = StoredFile.objects.get()
        with opened(file) as path:
            cells = list(
                openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active.iter_rows(values_only=True)
            )
        return {
            "cells": sorted(cells, key=str),
            "files": StoredFile.objects.count(),
            "entries": Entry.objects.filter(verb="register.export").count(),
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
