"""Every procedure at every open stage: its pages are drawn, what is hostile changes nothing, twice is once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.process.definition import PROCESSES, Move
from gonghui.kernel.process.models import Deadline, Proof, Step, Stint, WorkItem
from gonghui.kernel.process.ownmoves import OWN
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from tests import procedures, support
from tests.procedures import TODAY, World
from tests.support import ROOT, database, sign_in

pytestmark = database

STAGES = [(key, stage) for key, one in PROCESSES.items() for stage in one.stages if not stage.end]
EVERY = pytest.mark.parametrize(("key", "stage"), STAGES, ids=[f"{key}-{stage.key}" for key, stage in STAGES])
LONG, NUL = "长" * 10_000, "a\x00b"
WRONG = ("-1", "1e999", "９９", "9" * 400, "<script>", "2026-02-30", "../../etc/passwd")
MADE: list[str] = []  # the moves that were made with what the form already held


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Planted once for all tests here and committed; what a test does to it is rolled back with the test."""
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_")
        with acting(ROOT):
            made = procedures.plant()
        yield made
        call_command("flush", database="owner", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    support.set_today(monkeypatch, clock, TODAY.isoformat())


class Desk:
    """Somebody's browser; a fault of the program is an answer here, and not an exception."""

    def __init__(self, who: Actor) -> None:
        self.client = sign_in(Client(raise_request_exception=False), who)

    def get(self, name: str, *args: Any) -> Any:
        return self.client.get(reverse(name, args=args))

    def post(self, body: dict[str, Any], name: str, *args: Any) -> Any:
        return self.client.post(reverse(name, args=args), body)


def state(item: WorkItem) -> list[Any]:
    set_reach(ROOT)
    rows = [
        WorkItem.objects.filter(pk=item.pk),
        *(t.objects.filter(item=item) for t in (Step, Stint, Deadline, Proof)),
    ]
    return [list(one.order_by("pk").values()) for one in rows]


def steps(item: WorkItem) -> int:
    set_reach(ROOT)
    return Step.objects.filter(item=item).count()


def test_every_procedure_is_planted(world):
    assert world.items.keys() == PROCESSES.keys()


@EVERY
def test_its_pages_are_drawn_for_who_has_it_and_for_who_reads_it(world, key, stage):
    item = world.brought(key, stage)
    assert item.stage_key == stage.key
    holder, reader = Desk(world.holder(item)), Desk(world.reader(item))
    page = holder.get("matter", item.pk)
    assert (page.status_code, stage.label in page.content.decode()) == (200, True)
    assert reader.get("matter", item.pk).status_code == 200
    for move in item.moves():
        drawn = holder.get("matter-do", item.pk, move.key)
        assert (drawn.status_code, move.label in drawn.content.decode()) == (200, True)
        assert reader.get("matter-do", item.pk, move.key).status_code == 302
    for own in page.context["own"] if stage == item.process.first else ():
        assert own["plain"] or holder.client.get(own["url"]).status_code == 200


def fields_of(move: Move) -> list[str]:
    papers = [f"{kind}-{part}" for kind in move.evidence for part in ("file", "on", "note")]
    return [*(column.name for column in move.asks), *papers, "text", "seen"]


def asks_nothing(move: Move) -> bool:
    return not move.reason and not any(column.required for column in move.asks)


def bodies(move: Move) -> list[dict[str, Any]]:
    """What no form of ours would send."""
    names = fields_of(move)
    file = SimpleUploadedFile("x.exe", b"MZ\x00")
    return [
        dict.fromkeys(names, LONG),
        dict.fromkeys(names, NUL),
        dict.fromkeys(names, list(WRONG)),
        *(dict.fromkeys(names, wrong) for wrong in WRONG[:2]),
        {name: file for name in names if not name.endswith("-on")} | {"seen": "999999"},
        {"seen": "999999"},
        *([] if asks_nothing(move) else [{}, {name: file for name in names}]),
    ]


@EVERY
def test_what_is_hostile_is_refused_and_changes_nothing(world, key, stage):
    item = world.brought(key, stage)
    holder, reader = Desk(world.holder(item)), Desk(world.reader(item))
    before = state(item)
    for move in item.moves():
        for body in bodies(move):
            answer = holder.post(body, "matter-do", item.pk, move.key)
            assert answer.status_code in {400, 422}, (move.key, {k: str(v)[:20] for k, v in body.items()})
        assert reader.post({}, "matter-do", item.pk, move.key).status_code == 302
    for unknown in ("nothing", "open", "undo", "do" * 30):
        assert holder.post({}, "matter-do", item.pk, unknown).status_code == 302
        assert holder.post({}, "matter-own", item.pk, unknown).status_code == 302
    assert holder.post({}, "matter-undo", item.pk).status_code == 302
    assert state(item) == before


@pytest.mark.parametrize("stage", PROCESSES["founding"].stages[:7], ids=lambda stage: stage.key)
def test_hostile_words_in_the_engine_s_own_moves(world, stage):
    item = world.brought("founding", stage)
    holder = Desk(world.holder(item))
    before = state(item)
    names = ("words", "usual", "unit", "role", "due_on", "until", "account", "level")
    for own in OWN.values():
        if own.key == "withdraw" or own.form(item, world.holder(item), None) is None:
            continue  # whatever is written there is a reason
        for wrong in ("", LONG, NUL, list(WRONG), *WRONG):
            answer = holder.post(dict.fromkeys(names, wrong), "matter-own", item.pk, own.key)
            assert answer.status_code in {302, 400, 422}, (own.key, str(wrong)[:20])
            assert state(item) == before, (own.key, str(wrong)[:20])


def held_by_the_form(desk: Desk, item: WorkItem, move: Move) -> dict[str, Any]:
    """What pressing the button sends when nobody has written anything."""
    form = desk.get("matter-do", item.pk, move.key).context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {
        name: "1" if value is True else value for name, value in given.items() if value not in (None, False)
    }


@EVERY
def test_the_same_move_sent_twice_is_made_once(world, key, stage):
    brought = world.brought(key, stage)
    for move in brought.moves():
        with transaction.atomic():
            desk, before = Desk(world.holder(brought)), steps(brought)
            body = held_by_the_form(desk, brought, move) | {"text": "按实际情况办理"}
            first = desk.post(body, "matter-do", brought.pk, move.key)
            made = steps(brought) - before
            again = desk.post(body, "matter-do", brought.pk, move.key)
            assert (first.status_code, made) in {(302, 1), (422, 0)}, first.content.decode()[-3000:]
            assert again.status_code in {302, 422}
            assert steps(brought) - before == made
            MADE.extend([f"{key}.{stage}.{move.key}"] * made)
            transaction.set_rollback(True)


def test_most_moves_were_really_made_twice():
    every = sum(len(one.moves) for one in PROCESSES.values())
    assert len(MADE) == len(set(MADE))
    assert len(MADE) >= every * 3 // 4


def queries(desk: Desk, url: str) -> int:
    desk.client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert desk.client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("url", ["/r/work/", "/", "/home/beside/", "/home/later/"])
def test_three_matters_cost_no_more_queries_than_one(world, url):
    clerk = world.place.clerk
    set_reach(ROOT)
    WorkItem.objects.exclude(pk=world.items["founding"].pk).filter(closed_on=None).update(
        path="0.",
        holder_path="0.",
        holder_unit_id=world.place.county.mine.pk,
        role="union_chair",
        opened_by=0,
    )
    desk = Desk(clerk)
    one = queries(desk, url)
    for n in range(2):
        procedures.founding(world, f"第{n}餐饮有限公司")
    assert queries(desk, url) == one
