"""Many hand in at the same moment: each is kept or told to wait, and nobody is told one thing while the other happened."""

from __future__ import annotations

import threading
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connections
from pytest_django.live_server_helper import LiveServer

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import acting
from gonghui.registers.unions.models import Union
from gonghui.work.joining import selectors
from gonghui.work.joining.actions import make_code, take_in
from gonghui.work.joining.models import Application, Submission
from tests.drafts import FORM, draft_of
from tests.support import ROOT, committed, plant_county

AT_ONCE, EACH = 16, 12
FROM_ONE_ADDRESS = 120  # a minute (config/settings.py)


@pytest.fixture
def server():
    running = LiveServer("localhost")
    yield urlsplit(running.url)
    running.stop()
    connections.close_all()


@committed
def test_of_many_at_once_each_is_kept_or_told_to_wait(server):
    code = _poster()
    cookies = [draft_of(code, n) for n in range(AT_ONCE * EACH)]
    waiting: SimpleQueue[tuple[int, str]] = SimpleQueue()
    answers: SimpleQueue[tuple[int, str]] = SimpleQueue()
    for one in enumerate(cookies):
        waiting.put(one)

    def hand_in() -> None:
        link = HTTPConnection(server.hostname, server.port, timeout=60)
        while not waiting.empty():
            _, cookie = waiting.get()
            link.request("POST", "/s/join/check/", urlencode(FORM), {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
            answer = link.getresponse()
            answer.read()
            answers.put((answer.status, answer.headers.get("Location", "")))

    threads = [threading.Thread(target=hand_in) for _ in range(AT_ONCE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    said = [answers.get() for _ in cookies]
    counted = Counter(status for status, _ in said)
    assert set(counted) == {302, 429}
    assert counted[302] <= FROM_ONE_ADDRESS
    with acting(ROOT):
        assert Submission.objects.count() == counted[302]
        for one in Submission.objects.all():
            assert take_in(one.pk, actor=ROOT, now=clock.now()), one.fault
        kept = {bytes(found) for found in Application.objects.values_list("receipt", flat=True)}
    promised = {selectors.receipt_index(place.strip("/").split("/")[-1]) for status, place in said if status == 302}  # fmt: skip
    assert kept == promised
    assert len(promised) == counted[302]


def _poster() -> str:
    with acting(ROOT):
        seed_calendar(actor=ROOT)
        for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
            seed_parameters(actor=ROOT, path=path)
        unit = plant_county().east
        Union.objects.create(unit=unit, name=unit.name, kind="town", level="town")
        made = make_code(actor=ROOT, unit=unit, kind="station", label="望海路驿站", today=clock.today())
        return str(made.pk)
