"""Senders killed in the middle of sending: every message arrives, none arrives twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
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
from tests.people import mobile
from tests.support import ROOT, committed, plant_county

KILLS, PEOPLE, FEW = 200, 420, 150
LEASE = 0.25  # seconds
PAUSE = 0.02  # seconds the gateway takes over each message


@pytest.fixture
def kind():
    yield notice("tests.alarm", "警示", "出事了", urgent=True, undo=timedelta(0))
    del KINDS["tests.alarm"]


def begin(kind: str, count: int = PEOPLE) -> None:
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
@pytest.mark.timeout(600)
@committed
def test_two_hundred_kills_lose_nothing_and_double_nothing(kind):
    begin(kind)
    box = Box()
    with serving(box, pause=PAUSE) as server, postmen(server.url) as nursery:
        struck = killed(nursery, box, random.Random(20261121))
        born(nursery)
        assert nursery.stdout.readline() == "0\n"
    with acting(ROOT):
        rows = list(Delivery.objects.all())
    assert sum(struck.values()) == KILLS
    assert len(struck) >= 100, "the kills must land at many different messages"
    assert {row.state for row in rows} == {"sent"}
    assert {row.key for row in rows} == set(box.messages) == set(box.offers)
    assert Counter(one.to for one in box.messages.values()) == Counter(mobile(n) for n in range(PEOPLE))
    assert max(box.offers.values()) > 1, (
        "some senders must have died between the gateway's yes and the note of it"
    )
    assert sum(row.tries for row in rows) > PEOPLE + KILLS // 2, "and most of them with a message in hand"


@pytest.mark.slow
@pytest.mark.timeout(300)
@committed
def test_three_senders_side_by_side_share_the_work(kind):
    begin(kind, FEW)
    box = Box()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(serving(box, pause=PAUSE))
        nurseries = [stack.enter_context(postmen(server.url, lease=30)) for _ in range(3)]
        children = [born(nursery) for nursery in nurseries]
        deadline = time.monotonic() + 120
        while len(box.messages) < FEW and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        for child in children:  # they would wait a lease for messages somebody might have left
            os.kill(child, signal.SIGKILL)
    assert Counter(one.to for one in box.messages.values()) == Counter(mobile(n) for n in range(FEW))
    assert set(box.offers.values()) == {1}


@contextlib.contextmanager
def postmen(url: str, lease: float = LEASE):
    name = connections["owner"].settings_dict["NAME"]
    command = [sys.executable, "-m", "tests.postman", name, url, str(lease)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as nursery:
        try:
            yield nursery
        finally:
            nursery.stdin.close()


def killed(nursery, box: Box, chance: random.Random) -> dict[int, int]:
    """Kills by how many messages had arrived: each sender is let come to a message first."""
    struck: dict[int, int] = {}
    while sum(struck.values()) < KILLS:
        offered, child = sum(box.offers.values()), born(nursery)
        deadline = time.monotonic() + 5
        while sum(box.offers.values()) == offered and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.06)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        if int(nursery.stdout.readline()) == -signal.SIGKILL:
            struck[len(box.messages)] = struck.get(len(box.messages), 0) + 1
    return struck


def born(nursery) -> int:
    nursery.stdin.write("\n")
    return int(nursery.stdout.readline())
