"""What time does to matters: told once when nearly due and once when late, counted again when a year is known."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gonghui.kernel.calendar.actions import load_notice, seed
from gonghui.kernel.calendar.loading import Day
from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.process import holding
from gonghui.kernel.process.jobs import recount, sweep
from gonghui.kernel.process.models import Deadline, Step, WorkItem
from gonghui.kernel.process.tests.conftest import Scene, at
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database

pytestmark = database


def swept(now: datetime) -> list[tuple[str, int]]:
    """What this round of reminders tells, to whom."""
    set_reach(ROOT)
    before = set(Notice.objects.values_list("pk", flat=True))
    assert sweep(Run(Job(kind="process.sweep"), ROOT, now)) is False
    fresh = Notice.objects.exclude(pk__in=before).order_by("key", "account_id")
    return list(fresh.values_list("key", "account_id"))


def test_each_is_told_once_when_yellow_and_once_when_red(scene: Scene) -> None:
    scene.opened("2026-09-02")  # two working days: yellow and due on the 4th
    both = sorted([scene.clerk.account_id, scene.colleague.account_id])
    above = sorted([scene.above.account_id, scene.above2.account_id])
    assert swept(at("2026-09-03")) == []
    assert swept(at("2026-09-04")) == [("work.nearly", who) for who in both]
    assert swept(at("2026-09-04T18:00")) == []
    assert swept(at("2026-09-07")) == [
        *(("work.late", who) for who in both),
        *(("work.late_below", who) for who in above),
    ]
    assert swept(at("2026-09-08")) == []


def test_what_is_claimed_is_told_to_who_has_it(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    holding.claim(item.pk, actor=scene.clerk, now=at("2026-09-02"))
    assert swept(at("2026-09-04")) == [("work.nearly", scene.clerk.account_id)]


def test_a_pause_is_not_late(scene: Scene) -> None:
    item = scene.opened("2026-09-02")
    holding.pause(item.pk, actor=scene.clerk, now=at("2026-09-02"), reason="等配件")
    assert swept(at("2026-09-30")) == []


def test_a_new_stage_is_told_of_anew(scene: Scene) -> None:
    from gonghui.kernel.process.moving import advance

    item = scene.opened("2026-09-02")
    swept(at("2026-09-04"))
    set_reach(scene.clerk)
    advance(item.pk, "send", actor=scene.clerk, now=at("2026-09-04"))
    assert [key for key, _ in swept(at("2026-09-08"))] == ["work.nearly", "work.nearly"]


@pytest.fixture
def winter(scene: Scene) -> WorkItem:
    """Opened on the last days of 2026: its deadline lies in a year nobody has published yet."""
    set_reach(ROOT)
    seed(actor=ROOT)
    return scene.opened("2026-12-29")


def test_a_year_that_becomes_known_moves_open_deadlines_only(scene: Scene, winter: WorkItem) -> None:
    whole = Deadline.objects.get(item=winter, key="all")
    assert (whole.due_on, whole.provisional) == (
        date(2027, 1, 11),
        True,
    )  # 1 January counts as off, all else as usual
    set_reach(ROOT)
    closed = Deadline.objects.create(
        item=winter, key="old", label="旧的", started_on=date(2026, 12, 29), number=8, unit="working",
        due_on=date(2027, 1, 11), warn_on=date(2027, 1, 5), provisional=True, ended_on=date(2026, 12, 30),
    )  # fmt: skip
    days = {
        date(2027, 1, 1): Day(False, "元旦"),
        date(2027, 1, 4): Day(False, "元旦调休"),
        date(2027, 1, 9): Day(True, "元旦调休"),
    }
    load_notice(actor=ROOT, year=2027, days=days, source="测试")
    job = Job.objects.get(kind="process.recount")
    assert recount(Run(job, ROOT, at("2026-12-31"))) is False
    whole.refresh_from_db()
    closed.refresh_from_db()
    assert (whole.due_on, whole.provisional) == (date(2027, 1, 11), False)
    assert (closed.due_on, closed.provisional) == (date(2027, 1, 11), True)


def test_a_moved_deadline_says_so_in_the_history(scene: Scene, winter: WorkItem) -> None:
    set_reach(ROOT)
    days = {date(2027, 1, day): Day(False, "元旦") for day in (1, 4, 5, 6)}
    load_notice(actor=ROOT, year=2027, days=days, source="测试")
    recount(Run(Job.objects.get(kind="process.recount"), ROOT, at("2026-12-31")))
    winter.refresh_from_db()
    assert Deadline.objects.get(item=winter, key="all").due_on == date(2027, 1, 14)
    assert Step.objects.filter(item=winter).order_by("-seq").first().label == "期限重新计算"


def test_nothing_is_queued_when_no_deadline_could_move(scene: Scene) -> None:
    set_reach(ROOT)
    seed(actor=ROOT)
    assert not Job.objects.filter(kind="process.recount").exists()
