"""Regular work begins by itself: at its hour, once, and once after a standstill."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.jobs.actions import run_job, start
from gonghui.kernel.jobs.catalogue import KINDS, RHYTHMS, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.jobs.regular import begin_due, last_turns
from gonghui.kernel.jobs.rules import rhythm
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.actor import NOBODY, system
from gonghui.kernel.reach.session import acting
from tests.support import ROOT, committed, database, officer

KIND = "tests.nightly"
MOMENTS = st.datetimes(
    datetime.fromisoformat("2020-01-01"),
    datetime.fromisoformat("2040-01-01"),
    timezones=st.just(timezone.get_default_timezone()),
)


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture(autouse=True)
def nightly():
    """The only regular work there is, at half past two."""
    kinds, rhythms = dict(KINDS), dict(RHYTHMS)
    RHYTHMS.clear()

    @job(KIND, "夜里的事", daily="02:30")
    def work(run: Run) -> bool:
        run.checkpoint["by"] = run.actor.name
        return False

    yield
    for now, before in ((KINDS, kinds), (RHYTHMS, rhythms)):
        now.clear()
        now.update(before)


def slots() -> list[str]:
    with acting(ROOT):
        found = Job.objects.filter(kind=KIND).order_by("slot").values_list("slot", flat=True)
        return [timezone.localtime(slot).strftime("%m-%d %H:%M") for slot in found]


@given(now=MOMENTS, hour=st.times())
def test_a_day_has_exactly_one_moment(now, hour):
    daily = rhythm(f"{hour:%H:%M}", 0)
    slot = daily.latest(now)
    assert slot <= now < slot + timedelta(days=1)
    assert (slot.hour, slot.minute, slot.second) == (hour.hour, hour.minute, 0)
    assert daily.latest(slot) == slot


@given(now=MOMENTS, minutes=st.integers(1, 720))
def test_every_so_many_minutes_counts_from_midnight(now, minutes):
    often = rhythm("", minutes)
    slot = often.latest(now)
    assert slot <= now < slot + timedelta(minutes=minutes)
    assert (slot.hour * 60 + slot.minute) % minutes == 0
    assert often.latest(slot) == slot


@pytest.mark.parametrize(("daily", "every"), [("", 0), ("02:30", 5), ("", 721), ("", -1), ("soon", 0)])
def test_no_other_rhythm_gets_into_the_program(daily, every):
    with pytest.raises(ValueError):
        rhythm(daily, every)


@database
def test_it_begins_at_its_hour_and_once(db):
    assert begin_due(at("2026-11-21 10:00")) == []  # first seen: marked, not run
    assert begin_due(at("2026-11-22 02:29:59")) == []
    assert [job.kind for job in begin_due(at("2026-11-22 02:30:00"))] == [KIND]
    finish()
    for later in ("02:30:30", "02:31:00", "23:59:00"):
        assert begin_due(at(f"2026-11-22 {later}")) == []
    assert slots() == ["11-21 02:30", "11-22 02:30"]


@database
def test_after_a_standstill_of_days_it_is_made_up_for_once(db):
    begin_due(at("2026-11-21 10:00"))
    assert len(begin_due(at("2026-11-26 14:00"))) == 1
    finish()
    assert begin_due(at("2026-11-26 14:01")) == []
    assert slots() == ["11-21 02:30", "11-26 02:30"]
    assert len(begin_due(at("2026-11-27 02:30"))) == 1


@database
def test_a_turn_that_is_not_over_keeps_the_next_waiting_but_not_for_ever(db):
    begin_due(at("2026-11-21 10:00"))
    begin_due(at("2026-11-22 02:30"))
    assert begin_due(at("2026-11-23 02:29")) == []
    assert len(begin_due(at("2026-11-23 02:30"))) == 1


@database
def test_it_runs_as_a_named_actor_and_the_journal_says_so(db):
    begin_due(at("2026-11-21 10:00"))
    begin_due(at("2026-11-22 02:30"))
    finish()
    with acting(ROOT):
        done = Job.objects.get(slot=at("2026-11-22 02:30"))
        entry = Entry.objects.get(verb="jobs.start")
        assert (done.state, done.checkpoint, done.post_id) == ("done", {"by": "定时任务"}, 0)
        assert (entry.actor_name, entry.role, entry.detail) == ("定时任务", "定时任务", {"kind": KIND})


@database
def test_everybody_with_a_reach_may_know_when_it_ran_and_nothing_else(county):
    begin_due(at("2026-11-21 10:00"))
    with acting(officer(county.east, "town_clerk")):
        assert (last_turns()[KIND].said, last_turns()[KIND].started_at) == ("还没有办过", None)
        assert Job.objects.count() == 0
    begin_due(at("2026-11-22 02:30"))
    finish()
    with acting(officer(county.east, "town_clerk")):
        assert last_turns()[KIND].said == "办完了"
        assert Job.objects.count() == 0
    with acting(NOBODY):
        assert last_turns() == {}


@database
def test_the_database_keeps_one_turn_per_moment(db):
    slot = at("2026-11-21 02:30")
    row = {"kind": KIND, "slot": slot, "label": "夜里的事", "account_id": -1, "post_id": 0}
    with acting(ROOT):
        Job.objects.create(**row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.create(**row)
        assert Job.objects.filter(kind=KIND).delete()[0] == 1
        Job.objects.create(**row | {"slot": None})
        assert Job.objects.filter(kind=KIND).delete()[0] == 0, "only turns of regular work may go"


@committed
def test_two_workers_at_the_same_moment_begin_it_once():
    begin_due(at("2026-11-21 10:00"))
    before, together, begun = queued(), threading.Barrier(6), []

    def look() -> None:
        together.wait()
        begun.append(len(begin_due(at("2026-11-22 02:30"))))
        connections.close_all()

    workers = [threading.Thread(target=look) for _ in range(6)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(begun) == [0, 0, 0, 0, 0, 1]
    assert queued() == before + 1
    assert slots() == ["11-21 02:30", "11-22 02:30"]


def queued() -> int:
    """Rows for a worker to take; what earlier tests left in the queue is among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%%run_job%%'")
        return cursor.fetchone()[0]


def finish() -> None:
    with acting(system()):
        waiting = Job.objects.get(kind=KIND, state="waiting")
    run_job.call(str(waiting.pk), waiting.account_id, waiting.post_id)


@database
def test_a_job_is_seen_only_in_the_post_it_was_begun_in(county):
    """By the row policy alone: another post of the same person is another office."""
    clerk = officer(county.east, "town_clerk", username="both")
    with acting(clerk):
        made = start(actor=clerk, kind=KIND)
        assert Job.objects.filter(pk=made.pk).count() == 1
    other = officer(county.west, "town_clerk", username="both")
    assert other.account_id == clerk.account_id
    with acting(other):
        assert Job.objects.filter(pk=made.pk).count() == 0
        assert Job.objects.filter(pk=made.pk).update(stop_requested=True) == 0
