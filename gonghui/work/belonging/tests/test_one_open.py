"""Whatever is done in whatever order, and by however many at once: one membership at a time, none lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions import end_membership, enrol, retain, transfer
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.selectors import identity_of
from gonghui.work.belonging.actions import begin, begin_transfer
from gonghui.work.belonging.tests.scene import at, from_events, history, settled
from tests.people import member, number
from tests.support import ROOT, committed, database, plant_county

JOINED = date(2024, 5, 1)
DEEDS = st.tuples(
    st.sampled_from(["transfer", "transfer", "withdraw", "expel", "die", "retain", "join"]),
    st.sampled_from(["mill", "mine", "east", "west"]),
    st.sampled_from(["mill", "mine", "east", "west"]),
    st.integers(0, 40),
)
ENDS = {"withdraw": ("6", "5"), "expel": ("5", "6"), "die": ("6", "9")}


def do(place: Any, deed: str, here: Unit, there: Unit, on: date) -> bool:
    """One deed at the register itself; False: refused."""
    index = identity_of(number(1))
    try:
        with transaction.atomic():
            if deed == "transfer":
                transfer(actor=ROOT, index=index, out_of=here, to_unit=there, on=on)
            elif deed == "retain":
                retain(actor=ROOT, index=index, unit=here, on=on, reason="7")
            elif deed == "join":
                enrol(actor=ROOT, today=on, unit=there, name="李华", id_number=number(1), since=on)
            else:
                change, reason = ENDS[deed]
                end_membership(actor=ROOT, index=index, unit=here, change=change, reason=reason, on=on)
    except ValidationError:
        return False
    return True


def whole(person: Person, ended: bool) -> None:
    """Never two at once; no day missing while nothing has ended; the events tell the same."""
    rows = history(person)
    assert sum(1 for _, _, until in rows if until is None) == (0 if ended else 1)
    for (_, _, until), (_, since, _) in zip(rows, rows[1:], strict=False):
        assert until is not None
        assert until <= since
    assert from_events(person) == rows
    if not ended:
        assert Person.objects.get(pk=person.pk).unit_id == rows[-1][0]


@pytest.fixture
def place(county, today):
    today("2026-11-23")
    return settled(county)


@database
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=st.lists(DEEDS, max_size=10))
def test_any_sequence_leaves_one_membership_a_day(place, deeds):
    with transaction.atomic():
        set_reach(ROOT)
        units = {name: getattr(place.county, name) for name in ("mill", "mine", "east", "west")}
        person = member(units["mill"])
        at_, on, ended, broken = "mill", JOINED, False, False
        for deed, here, there, days in deeds:
            on += timedelta(days=days)
            took = do(place, deed, units[here], units[there], on)
            allowed = not ended and here == at_
            if deed == "transfer":
                assert took == (allowed and here != there)
                at_ = there if took else at_
            elif deed == "join":
                assert took == ended
                at_, ended = (there, False) if took else (at_, ended)
            elif deed != "retain":
                assert took == allowed
                ended, broken = ended or took, broken or took
            whole(person, ended)
            assert ended or place.of(person).unit_id == units[at_].pk
        if not broken:  # then no day is missing
            rows = history(person)
            assert rows[0][1] == JOINED
            assert [(a[2], b[1]) for a, b in zip(rows, rows[1:], strict=False) if a[2] != b[1]] == []
        transaction.set_rollback(True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """All at the same moment, each in a thread and a connection of its own; what each came to."""
    gate = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(20)
            return work()
        except (MoveRefused, ValidationError) as refusal:
            return refusal
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def advancing(item: WorkItem, move: str, who: Any, **answers: Any) -> Callable[[], str]:
    def work() -> str:
        with acting(who):
            return advance(item.pk, move, actor=who, now=at("2026-11-23"), **answers).stage_key

    return work


@pytest.fixture
def peopled(today):
    today("2026-11-23")
    with acting(ROOT):
        return settled(plant_county())


@committed
def test_transfers_against_a_withdrawal_at_the_same_moment(peopled):
    """Whoever comes first: afterwards the member is in one union, or in none because they left."""
    place = peopled
    outcomes = set()
    for n in range(1, 7):
        with acting(ROOT):
            person = member(place.county.mill, n)
            membership = place.of(person)
            moved = begin_transfer(
                actor=ROOT, membership=membership, to_unit=place.county.mine, now=at("2026-11-20")
            )
        with acting(place.chair):
            advance(moved.pk, "agree", actor=place.chair, now=at("2026-11-20"))
            left = begin("withdrawal", actor=place.chair, membership=membership, now=at("2026-11-20"))
        said = {
            "asked_on": date(2026, 11, 20),
            "announced_on": date(2026, 11, 23),
            "card_back": True,
        }
        found = at_once(
            advancing(moved, "accept", place.miner),
            advancing(left, "announce", place.chair, **said),
            advancing(moved, "accept", place.miner),
        )
        made = [one for one in found if one == "done" or isinstance(one, str)]
        with acting(ROOT):
            open_now = list(Membership.objects.filter(person=person, until=None))
            assert len(made) == 1, found
            whole(person, ended=not open_now)
            outcomes.add(bool(open_now))
    assert outcomes


@committed
def test_two_unions_and_two_clerks_move_the_same_person_at_the_same_moment(peopled):
    """Four at once at the register itself, into four unions: one of them, and the others are told."""
    place = peopled
    for n in range(1, 9):
        with acting(ROOT):
            person = member(place.county.mill, n)
        index = identity_of(number(n))

        def into(unit: Unit, index: bytes = index) -> Callable[[], Any]:
            def work() -> int:
                with acting(ROOT):
                    made = transfer(
                        actor=ROOT, index=index, out_of=place.county.mill, to_unit=unit, on=date(2026, 11, 23)
                    )
                    return made.unit_id

            return work

        found = at_once(*(into(unit) for unit in (place.county.mine, place.county.east, place.county.west)))
        with acting(ROOT):
            whole(person, ended=False)
            assert [one for one in found if isinstance(one, int)] == [place.of(person).unit_id]
            assert {str(one) for one in found if not isinstance(one, int)} == {
                "['这个人的会籍现在不在这个工会了，可能刚刚转走或已经终止，请看最新的会籍']"
            }


@committed
def test_the_same_transfer_begun_twice_at_once_is_begun_once(peopled):
    place = peopled
    with acting(ROOT):
        person = member(place.county.mill)
        membership = place.of(person)

    def begun() -> str:
        with acting(place.official):
            made = begin_transfer(
                actor=place.official, membership=membership, to_unit=place.county.mine, now=at("2026-11-23")
            )
            return made.stage_key

    found = at_once(begun, begun, begun)
    assert sorted(str(one) for one in found) == sorted(
        ["releasing", *[f"{person.name}的转会已经在办，不用再发起"] * 2]
    )
