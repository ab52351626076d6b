"""Two who do the same at once do it once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.notices.models import Notice
from gonghui.kernel.process import holding
from gonghui.kernel.process.jobs import sweep
from gonghui.kernel.process.models import Deadline, Step, Stint, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting
from gonghui.work.founding.tests.scene import Place, place
from tests.faults.scenes import founding
from tests.procedures import TODAY, at
from tests.support import ROOT, committed, officer

KILLS = 64  # of each of the two moves half
ROUNDS = 8


@pytest.fixture
def here(transactional_db: None) -> Place:
    with acting(ROOT):
        return place()


@dataclass(frozen=True)
class Known:
    """What there is of one matter, as one looks at it from outside."""

    stage: str
    steps: list[str]
    open_stints: list[str]
    running: list[str]
    told: int
    noted: int


def known(item: WorkItem) -> Known:
    """Waits until the dead one's transaction has ended."""
    with acting(ROOT):
        now = WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        return Known(
            now.stage_key,
            list(Step.objects.filter(item=item).order_by("seq").values_list("move", flat=True)),
            list(Stint.objects.filter(item=item, until=None).values_list("stage_key", flat=True)),
            sorted(Deadline.objects.filter(item=item, ended_on=None).values_list("label", flat=True)),
            Notice.objects.filter(url=reverse("matter", args=[item.pk])).count(),
            Entry.objects.filter(detail__number=now.number).count(),
        )


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Each in a thread and a connection of its own, begun together; what each returned or was refused with."""
    start, found = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place_: int, deed: Callable[[], object]) -> None:
        try:
            start.wait()
            found[place_] = deed()
        except MoveRefused as refusal:
            found[place_] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def by(actor: Actor, deed: Callable[..., WorkItem], *args: Any, **more: Any) -> Callable[[], object]:
    def done() -> object:
        with acting(actor):
            deed(*args, actor=actor, now=at(TODAY), **more)
        return None

    return done


@committed
@pytest.mark.timeout(120)
def test_two_who_make_the_same_move_at_once_make_it_once(here: Place):
    for n in range(ROUNDS):
        item = founding(here, n, "publicity")
        before = known(item)
        twice = [by(here.clerk, advance, item.pk, "shown", seen=item.moves_made) for _ in range(2)]
        answers = at_once(*twice)
        after = known(item)
        assert (after.steps, after.open_stints) == ([*before.steps, "shown"], ["elect"])
        assert sorted(map(bool, answers)) == [False, True]
        assert any("刚才有人办过一步" in str(answer) for answer in answers)


@committed
@pytest.mark.timeout(120)
def test_of_two_who_claim_at_once_one_has_it(here: Place):
    with acting(ROOT):
        other = officer(here.county.east, "town_clerk", "town9", "韩梅")
    for n in range(ROUNDS):
        item = founding(here, n, "papers")
        answers = at_once(by(here.clerk, holding.claim, item.pk), by(other, holding.claim, item.pk))
        with acting(ROOT):
            holder = WorkItem.objects.get(pk=item.pk).account_id
            charged = list(Stint.objects.filter(item=item, until=None).values_list("account_id", flat=True))
        assert holder == (other if answers[0] else here.clerk).account_id
        assert charged == [holder]
        assert known(item).steps.count("claim") == 1
        assert sorted(map(bool, answers)) == [False, True]


@committed
@pytest.mark.timeout(120)
def test_two_sweeps_at_once_remind_once(here: Place):
    for n in range(ROUNDS * 2):
        founding(here, n, "papers")
    later = at(TODAY + timedelta(days=60))

    def swept() -> None:
        with acting(ROOT):
            sweep(Run(Job(kind="process.sweep"), ROOT, later))

    at_once(swept, swept, swept)
    with acting(ROOT):
        told = Counter(
            Notice.objects.filter(key__startswith="work.late").values_list("key", "url", "account_id")
        )
        items = list(WorkItem.objects.filter(closed_on=None))
    assert {one.late_told_on for one in items} == {later.date()}
    assert set(told.values()) == {1}
    assert Counter(key for key, _, _ in told) == {"work.late": len(items), "work.late_below": len(items)}
