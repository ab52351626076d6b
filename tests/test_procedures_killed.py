"""A move is made whole or not at all, wherever its process dies; two at once make it once."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.files.store import opened
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
from gonghui.registers.employers.actions import enter
from gonghui.registers.employers.models import Employer
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.founding.actions import begin
from gonghui.work.founding.models import Founding
from gonghui.work.founding.process import AFTER, FOUNDING
from gonghui.work.founding.tests.scene import Place, place
from tests.mover import LINGERS
from tests.procedures import BEGUN, TODAY, at, bring, filled
from tests.support import ROOT, committed, officer

KILLS = 64  # of each of the two moves half
ROUNDS = 8


@pytest.fixture
def here(transactional_db: None) -> Place:
    with acting(ROOT):
        return place()


def founding(here: Place, n: int, stage: str) -> WorkItem:
    """One founding with all its facts, in this stage."""
    with acting(ROOT):
        employer = enter(
            actor=ROOT, unit=here.county.east, name=f"第{n}餐馆", workers=31, address="东镇湖边路 1 号"
        )
    with acting(here.official):  # who is told when it is over
        item = begin(actor=here.official, employer=employer, now=at(BEGUN))
    with acting(ROOT):
        filled("founding", item)
        signed = {} if stage == "approve" else {"approval_number": f"云工复〔2025〕{n}号"}
        empty = {"approval_on": None, "approval_number": ""} if stage == "approve" else {}
        Founding.objects.filter(pk=item.pk).update(
            name=f"第{n}餐馆工会委员会", **signed, **empty, unveiled_on=None
        )
        return bring(item, FOUNDING.by_key[stage])


@dataclass(frozen=True)
class Known:
    """What there is of one matter, as one looks at it from outside."""

    stage: str
    steps: list[str]
    open_stints: list[str]
    running: list[str]
    told: int
    noted: int
    beyond: Any


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
            BEYOND[now.process.key](item),
        )


def beyond(item: WorkItem) -> dict[str, Any]:
    """What the two moves write elsewhere."""
    record = Founding.objects.get(pk=item.pk)
    papers = list(OfficialDocument.objects.filter(item_id=item.pk).select_related("docx", "pdf"))
    union = Union.objects.filter(name=record.name).first()
    after = WorkItem.objects.filter(process_key__in=[one.key for one in AFTER], unit_id=record.union_id)
    return {
        "reply": record.approval_on and record.approval_number,
        "papers": [(one.number, readable(one.docx), readable(one.pdf)) for one in papers],
        "union": union and union.pk,
        "of_record": record.union_id,
        "covered": Employer.objects.get(pk=record.employer_id).covered_by_id,
        "cadres": Cadre.objects.filter(unit_id=union.pk).count() if union else 0,
        "after": sorted(
            (one.process_key, Stint.objects.filter(item=one, until=None).count()) for one in after
        ) if union else [],
    }  # fmt: skip


BEYOND = {"founding": beyond}


def readable(file: Any) -> bool:
    with opened(file) as path:
        return path.stat().st_size > 1_000


def moved_whole(before: Known, after: Known, move: str) -> bool:
    """Whether it was made; fails when it is neither made nor left as it was."""
    if after == before:
        return False
    assert after.steps == [*before.steps, move]
    assert (after.noted, after.told > before.told) == (before.noted + 1, True)
    if move == "approve":
        assert (after.stage, after.open_stints) == ("unveil", ["unveil"])
        assert after.running == ["一站式建会", "揭牌成立"]
        (paper,) = after.beyond["papers"]
        assert paper == (after.beyond["reply"], True, True)
        return True
    union = after.beyond["union"]
    assert (after.stage, after.open_stints, after.running) == ("done", [], [])
    assert (after.beyond["of_record"], after.beyond["covered"], after.beyond["cadres"]) == (union, union, 3)
    assert after.beyond["after"] == sorted((one.key, 1) for one in AFTER)
    return True


@contextlib.contextmanager
def nursery() -> Iterator[subprocess.Popen[str]]:
    name = connections["owner"].settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.mover", name]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            yield process
        finally:
            process.stdin.close()


def born(process: Any, item: WorkItem, move: str, who: Actor) -> int:
    process.stdin.write(f"{item.pk} {move} {who.account_id} {who.post_id} {TODAY}\n")
    return int(process.stdout.readline())


@pytest.mark.slow
@pytest.mark.timeout(900)
@committed
def test_a_move_killed_anywhere_is_made_whole_or_not_at_all(here: Place):
    outcomes = {"approve": [0, 0], "unveil": [0, 0]}
    chance, n = random.Random(20261121), 0
    with nursery() as process:
        for move, who in (("approve", here.official), ("unveil", here.clerk)):
            item, before, whole = None, None, None
            while sum(outcomes[move]) < KILLS // 2:
                if item is None:
                    n += 1
                    item = founding(here, n, move)
                    before = known(item)
                child, begun = born(process, item, move, who), time.monotonic()
                if whole is not None:
                    late = sum(outcomes[move]) % 8 == 7
                    time.sleep(whole - LINGERS / 2 if late else chance.random() * whole)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                status = int(process.stdout.readline())
                spent = time.monotonic() - begun
                made = moved_whole(before, known(item), move)
                assert made or status == -signal.SIGKILL
                if whole is None:
                    whole = spent  # left alone once, to know how long it takes
                elif status == -signal.SIGKILL:
                    outcomes[move][made] += 1
                item = None if made else item
    assert sum(map(sum, outcomes.values())) >= 60
    assert all(left >= 10 for left, _ in outcomes.values()), "many must die before the end"
    assert sum(made for _, made in outcomes.values()) >= 1, "and some just after it"
    with acting(ROOT):
        serials = list(OfficialDocument.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, len(serials) + 1)), "no number is lost and none is given twice"


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
