"""Two real workers, one of them killed at work: the night's work is begun once and done to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.db import connections
from django.utils import timezone

from gonghui.kernel.jobs.catalogue import KINDS, RHYTHMS
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.jobs.regular import begin_due
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting
from tests import night
from tests.support import ROOT, committed


@pytest.fixture(autouse=True)
def _kinds():
    kinds, rhythms = dict(KINDS), dict(RHYTHMS)
    yield
    for now, before in ((KINDS, kinds), (RHYTHMS, rhythms)):
        now.clear()
        now.update(before)


def worker(moment: str) -> subprocess.Popen[bytes]:
    name = connections["default"].settings_dict["NAME"]
    return subprocess.Popen([sys.executable, "-m", "tests.night", name, moment])


def job() -> Job | None:
    with acting(ROOT):
        return Job.objects.filter(kind=night.KIND).order_by("-slot").first()


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    begun = time.monotonic()
    while not until():
        assert time.monotonic() - begun < seconds
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.timeout(180)
@committed
def test_a_night_with_two_workers_of_which_one_dies():
    night.declare()
    begin_due(timezone.make_aware(datetime.fromisoformat("2026-11-21 10:00")))
    with ExitStack() as kept:
        first = kept.enter_context(worker("2026-11-22 02:31"))
        kept.callback(first.kill)
        wait(lambda: (found := job()) is not None and found.done >= 5)
        second = kept.enter_context(worker("2026-11-22 02:31"))
        kept.callback(second.kill)
        os.kill(first.pid, signal.SIGKILL)
        wait(lambda: (found := job()) is not None and found.state == "done")
        third = kept.enter_context(worker("2026-11-22 23:00"))  # the same day: nothing more to begin
        kept.callback(third.kill)
        wait(third_looked)
    with acting(ROOT):
        assert Job.objects.filter(kind=night.KIND, started_at__isnull=False).count() == 1
        chunks = Entry.objects.filter(verb="tests.night").values_list("detail__n", flat=True)
        assert sorted(chunks) == list(range(1, night.CHUNKS + 1))


def third_looked() -> bool:
    """Every minute's look has been taken from the queue, and three workers have said that they live."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers), "
            "(SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'gonghui.regular' AND status = 'todo')"
        )
        workers, waiting = cursor.fetchone()
    return workers >= 2 and waiting == 0
