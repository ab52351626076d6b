"""What a large import leaves waiting for the search index is found at once, and merged afterwards."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from gonghui.kernel.database import merging
from gonghui.kernel.identifiers.resident_id import make
from gonghui.kernel.reach.session import acting
from gonghui.kernel.register import jobs
from gonghui.registers.members.actions.entering import enter
from gonghui.registers.members.actions.sealing import newcomers
from gonghui.registers.members.models import Person
from gonghui.registers.members.selectors import search
from tests.people import TODAY
from tests.support import ROOT, committed, officer, plant_county

MANY = 3_000
INDEX = "members_tokens"


@committed
def test_words_that_wait_are_found_and_merged_once():
    with acting(ROOT):
        scene = plant_county()
        clerk = officer(scene.east, "town_clerk")
    merging.merge(INDEX)
    with acting(clerk):
        merging.postpone()
        assert take(scene.mill, 0) == MANY
    assert found(clerk) == MANY
    jobs.merge_words.call("members")
    assert merging.merge(INDEX) == 0
    assert found(clerk) == MANY


@committed
def test_words_wait_only_where_they_are_let():
    with acting(ROOT):
        scene = plant_county()
        clerk = officer(scene.east, "town_clerk")
    waited = []
    for first, way in ((0, lambda: None), (MANY, merging.postpone)):
        merging.merge(INDEX)
        with acting(clerk), connection.cursor() as cursor:
            cursor.execute("SET LOCAL gin_pending_list_limit = '64kB'")
            way()
            take(scene.mill, first)
        waited.append(merging.merge(INDEX))
    assert waited[0] <= 64 // 8 < 5 * 64 // 8 < waited[1]


@committed
def test_only_search_indexes_are_merged(db):
    assert [merging.merge(name) for name in ("members_person", "members_person_pkey", "nothing", "")] == [
        0
    ] * 4


def take(mill, first: int) -> int:
    people = [(mill, somebody(n)) for n in range(first, first + MANY)]
    return len(enter(newcomers(people), TODAY))


def somebody(n: int) -> dict[str, str]:
    born = date(1970, 1, 1) + timedelta(n % 10_000)
    return {
        "name": f"张{chr(0x4E00 + n % 5_000)}",
        "id_number": make("999002", born, n // 10_000),
        "mobile": f"198{n:08d}",
    }


def found(clerk) -> int:
    with acting(clerk):
        return search(Person.objects.visible_to(clerk), "张").count()
