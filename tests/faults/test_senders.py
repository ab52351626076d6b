"""Senders killed in the middle of sending: every message arrives, none arrives twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections

from gonghui.kernel import clock
from gonghui.kernel.actors.models import Account
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.addresses import index_at
from gonghui.kernel.notices.catalogue import KINDS, notice
from gonghui.kernel.notices.models import Address, Delivery, Preference
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.reach.session import acting
from tests.faults.killing import Nursery, Words, nursery
from tests.faults.rows import Watch
from tests.people import mobile
from tests.support import ROOT, committed, plant_county

FEW = 150
LEASE = 0.25  # seconds
PAUSE = 0.02  # seconds the gateway takes over each message


@pytest.fixture
def kind():
    yield notice("tests.alarm", "警示", "出事了", urgent=True, undo=timedelta(0))
    del KINDS["tests.alarm"]


def begin(kind: str, count: int) -> None:
    """Everybody has a number, wants no quiet hours, and is told one urgent thing."""
    now = clock.now()
    with acting(ROOT):
        plant_county()
        people = Account.objects.bulk_create(
            Account(username=f"p{n}", name="王敏", password="!") for n in range(count)
        )
        for n, person in enumerate(people):
            row = Address(account=person, channel="sms", verified_at=now, index=index_at("sms", mobile(n)))
            row.value = mobile(n)
            row.save(force_insert=True)
        Preference.objects.bulk_create(
            Preference(account=person, quiet_since="00:00", quiet_until="00:00") for person in people
        )
        to = [Receiver(person.pk) for person in people]
        assert tell(actor=ROOT, key=kind, to=to, unit_id=None, url="/", now=now) == count


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("people", "kills"), [(140, 64), pytest.param(1_500, 700, marks=pytest.mark.assure)])
@committed
def test_senders_that_die_lose_nothing_and_double_nothing(kind, people: int, kills: int):
    begin(kind, people)
    box, ours = Box(), connections["owner"].settings_dict["NAME"]
    with serving(box, pause=PAUSE) as server, nursery(ours) as children, Watch(ours) as watch:
        struck = killed(children, watch, ["send", server.url, LEASE], box, kills)
        children.begin(["send", server.url, LEASE])
        assert children.end() == (True, 0)
    with acting(ROOT):
        rows = list(Delivery.objects.all())
    assert sum(struck.values()) == kills
    assert len(struck) >= kills // 2, "the kills must land at many different messages"
    assert {row.state for row in rows} == {"sent"}
    assert {row.key for row in rows} == set(box.messages) == set(box.offers)
    assert Counter(one.to for one in box.messages.values()) == Counter(mobile(n) for n in range(people))
    assert max(box.offers.values()) > 1, "some must have died between the gateway's yes and the note of it"
    assert sum(row.tries for row in rows) > people + kills // 4, "and many with a message in hand"


@pytest.mark.slow
@pytest.mark.timeout(300)
@committed
def test_three_senders_side_by_side_share_the_work(kind):
    begin(kind, FEW)
    box = Box()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(serving(box, pause=PAUSE))
        three = [stack.enter_context(nursery(connections["owner"].settings_dict["NAME"])) for _ in range(3)]
        children = [one.begin(["send", server.url, 30.0]) for one in three]
        deadline = time.monotonic() + 120
        while len(box.messages) < FEW and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        for child in children:  # they would wait a lease for messages somebody might have left
            os.kill(child, signal.SIGKILL)
    assert Counter(one.to for one in box.messages.values()) == Counter(mobile(n) for n in range(FEW))
    assert set(box.offers.values()) == {1}


def killed(children: Nursery, watch: Watch, words: Words, box: Box, kills: int) -> Counter[int]:
    """Kills by how many messages had arrived: each sender is let come to a message first."""
    struck, chance = Counter[int](), random.Random(20261121)
    while sum(struck.values()) < kills:
        offered, known, child = sum(box.offers.values()), watch.others(), children.begin(words)
        deadline = time.monotonic() + 5
        while sum(box.offers.values()) == offered and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.06)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        if children.end()[1] == -signal.SIGKILL:
            struck[len(box.messages)] += 1
        watch.settled(known)
    return struck
