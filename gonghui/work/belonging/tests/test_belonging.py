"""Memberships move, are kept, end and begin again, each by the hands that have to agree."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from gonghui.kernel.actors.models import Assignment
from gonghui.kernel.jobs.catalogue import Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.process.models import Step, WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.secrets.masking import mask_document
from gonghui.registers.members.models import Membership, MembershipEvent, Person
from gonghui.registers.unions.models import Union
from gonghui.work.belonging.actions import (
    ask_for,
    ask_the_other,
    begin,
    begin_many,
    begin_transfer,
    name_idle,
)
from gonghui.work.belonging.jobs import silence
from gonghui.work.belonging.models import Transfer, TransferRequest
from gonghui.work.belonging.tests.scene import at, from_events, history, settled
from tests.people import member, number
from tests.support import ROOT, database, sign_in

pytestmark = database
MONDAY = date(2026, 11, 23)


@pytest.fixture
def place(county, today):
    today("2026-11-23")
    return settled(county)


def changes(person) -> list[tuple[str, str, date]]:
    set_reach(ROOT)
    rows = MembershipEvent.objects.filter(membership__person=person).order_by("on", "pk")
    return [(one.change, one.reason, one.on) for one in rows]


def transfer(place, person, actor, to_unit=None, **more):
    membership = place.of(person)
    set_reach(actor)
    return begin_transfer(actor=actor, membership=membership, to_unit=to_unit, now=at("2026-11-23"), **more)


def test_a_chair_lets_a_member_go_the_county_says_where_and_that_union_takes_them_in(place):
    person = member(place.county.mill)
    item = transfer(place, person, place.chair, to_words="西镇矿业公司", workplace="西镇矿业公司")
    assert (item.stage_key, item.holder_unit_id) == ("placing", place.county.east.pk)
    item = place.go(item, "placed", place.east, to_unit=place.county.east)  # as far as the town reaches
    assert (item.stage_key, item.holder_unit_id, item.role) == (
        "accepting",
        place.county.east.pk,
        "town_clerk",
    )
    item = place.go(item, "accept", place.east)
    assert (item.stage_key, item.outcome) == ("done", "cleared")
    mill, east = place.county.mill.pk, place.county.east.pk
    assert history(person) == [(mill, date(2024, 5, 1), MONDAY), (east, MONDAY, None)]
    assert from_events(person) == history(person)
    assert changes(person) == [("1", "", date(2024, 5, 1)), ("4", "1", MONDAY), ("2", "", MONDAY)]
    assert place.of(person).workplace == "西镇矿业公司"
    assert Person.objects.get(pk=person.pk).unit_id == east


def test_the_county_begins_the_present_union_agrees_the_other_accepts(place):
    person = member(place.county.mill)
    item = transfer(place, person, place.official, place.county.mine)
    assert (item.stage_key, item.holder_unit_id) == ("releasing", place.county.mill.pk)
    item = place.go(item, "agree", place.chair)
    assert (item.stage_key, item.holder_unit_id) == ("accepting", place.county.mine.pk)
    set_reach(place.miner)
    assert [Transfer.objects.get().name, Person.objects.count()] == [person.name, 0]
    item = place.go(item, "accept", place.miner)
    assert place.of(person).unit_id == place.county.mine.pk
    assert [one.label for one in Step.objects.filter(item=item).order_by("seq")] == [
        "发起", "同意转出", "选定转入工会", "同意转入",
    ]  # fmt: skip


@pytest.mark.parametrize(("moves", "end"), [(["disagree"], "refused"), (["agree", "reject"], "refused")])
def test_who_refuses_changes_nothing(place, moves, end):
    person = member(place.county.mill)
    before = history(person)
    item = transfer(place, person, place.official, place.county.mine)
    for move, who in zip(moves, (place.chair, place.miner), strict=False):
        item = place.go(item, move, who, text="人还在这里上班")
    assert (item.stage_key, history(person), len(changes(person))) == (end, before, 1)
    assert place.of(person).is_retained is False


def night(day: str) -> int:
    set_reach(ROOT)
    run = Run(Job(kind="test", label="test", checkpoint={}), ROOT, at(day))
    while silence(run):
        pass
    return int(run.checkpoint["done"])


def test_ten_worked_days_without_an_answer_are_an_answer(place):
    person = member(place.county.mill)
    item = transfer(place, person, place.official, place.county.mine)
    assert item.due_on == date(2026, 12, 7)
    assert night("2026-12-07") == 0
    assert night("2026-12-08") == 1
    item.refresh_from_db()
    assert (item.stage_key, item.holder_unit_id) == ("accepting", place.county.mine.pk)
    assert night("2026-12-09") == 0
    set_reach(ROOT)
    assert place.of(person).unit_id == place.county.mill.pk


def test_nobody_is_transferred_twice_at_once_or_to_where_they_are(place):
    person = member(place.county.mill)
    with pytest.raises(MoveRefused, match="原来的工会"):
        transfer(place, person, place.official, place.county.mill)
    county = place.county.county
    set_reach(ROOT)
    Union.objects.create(unit=county, name=county.name, kind="federation", level="county")
    with pytest.raises(MoveRefused, match="不直接收会员"):
        transfer(place, person, place.official, county)
    transfer(place, person, place.official, place.county.mine)
    with pytest.raises(MoveRefused, match="已经在办"):
        transfer(place, person, place.official, place.county.mine)


def test_a_closed_factory_goes_as_a_whole(place):
    people = [member(place.county.mill, n) for n in range(1, 6)]
    set_reach(ROOT)
    Assignment.objects.filter(unit=place.county.mill).update(until=date(2026, 10, 1))
    rows = [place.of(one) for one in people]
    set_reach(place.east)
    done = begin_many(actor=place.east, memberships=rows, to_unit=place.county.east, now=at("2026-11-23"))
    assert done == (5, [])
    set_reach(ROOT)
    items = list(WorkItem.objects.filter(process_key="transfer"))
    assert {(one.stage_key, one.holder_unit_id) for one in items} == {("accepting", place.county.east.pk)}
    for item in items:
        place.go(item, "accept", place.east)
    assert {place.of(one).unit_id for one in people} == {place.county.east.pk}
    assert changes(people[0])[1:] == [("4", "4", MONDAY), ("2", "", MONDAY)]


def started(place, key, person, actor=None):
    membership = place.of(person)
    set_reach(actor or place.chair)
    return begin(key, actor=actor or place.chair, membership=membership, now=at("2026-11-23"))


def test_a_pensioner_stays_a_member(place):
    person = member(place.county.mill)
    item = started(place, "retain", person)
    place.go(item, "retain", place.chair, reason="7", since=date(2026, 11, 1))
    assert place.of(person).is_retained is True
    assert changes(person)[1:] == [("3", "7", date(2026, 11, 1))]


def test_who_leaves_is_nobody_s_member_from_the_announcement_and_may_come_back(place):
    person = member(place.county.mill)
    item = started(place, "withdrawal", person)
    answers = {"asked_on": date(2026, 11, 2), "announced_on": date(2026, 11, 20), "card_back": False}
    with pytest.raises(MoveRefused, match="会员证"):
        place.go(item, "announce", place.chair, **answers)
    place.go(item, "announce", place.chair, **answers | {"card_back": True})
    assert changes(person)[1:] == [("6", "5", date(2026, 11, 20))]
    assert Membership.objects.filter(person=person, until=None).count() == 0
    again = member(place.county.mine, since=date(2026, 11, 21))
    assert (again.pk, place.of(person).unit_id) == (person.pk, place.county.mine.pk)
    assert from_events(person) == history(person)


def test_an_expulsion_needs_group_committee_and_the_office_above(place):
    person = member(place.county.mill)
    item = started(place, "expulsion", person)
    with pytest.raises(MoveRefused, match="小组讨论记录"):
        place.go(item, "discussed", place.chair, facts="判决", discussed_on=MONDAY)
    place.prove(item, "discussion", place.chair)
    place.go(item, "discussed", place.chair, facts="县法院判决", discussed_on=MONDAY)
    place.prove(item, "decision", place.chair)
    item = place.go(item, "decided", place.chair, decided_on=MONDAY)
    assert (item.stage_key, item.holder_unit_id, place.of(person).until) == (
        "filing", place.county.east.pk, None,
    )  # fmt: skip
    place.go(item, "filed", place.east)
    assert changes(person)[1:] == [("5", "6", MONDAY)]


def test_nobody_is_taken_off_for_silence_before_six_months_and_a_talk(place):
    person = member(place.county.mill)
    one = place.of(person)
    set_reach(place.chair)
    for _ in range(2):
        name_idle(actor=place.chair, memberships=[one], now=at("2026-11-23"))
    item = WorkItem.objects.get(process_key="idle")
    assert place.of(person).until is None
    answers = {"idle_since": date(2026, 6, 1), "educated_on": date(2026, 11, 20)}
    with pytest.raises(MoveRefused, match="2026-12-01 才满"):
        place.go(item, "leave", place.chair, **answers)
    place.go(item, "leave", place.chair, **answers | {"idle_since": date(2026, 5, 1)})
    assert changes(person)[1:] == [("6", "8", MONDAY)]


def test_a_death_ends_the_membership_on_its_day(place):
    person = member(place.county.mill)
    item = started(place, "death", person)
    with pytest.raises(MoveRefused, match="还没到"):
        place.go(item, "confirm", place.chair, died_on=date(2026, 11, 24))
    place.go(item, "confirm", place.chair, died_on=date(2026, 11, 15))
    assert changes(person)[1:] == [("6", "9", date(2026, 11, 15))]


def asked(place, n: int, actor=None) -> WorkItem:
    set_reach(actor or place.miner)
    return ask_for(
        actor=actor or place.miner,
        unit=place.county.mine,
        now=at("2026-11-23"),
        name="李华",
        id_number=number(n),
    )


def test_a_request_for_somebody_elsewhere_is_asked_on_by_the_county(place):
    person = member(place.county.mill)
    request = asked(place, 1)
    assert request.holder_unit_id == place.county.county.pk
    with pytest.raises(MoveRefused, match="有会籍"):
        place.go(request, "enter", place.official)
    set_reach(place.official)
    item = ask_the_other(request.pk, actor=place.official, now=at("2026-11-23"))
    assert (item.stage_key, item.holder_unit_id) == ("releasing", place.county.mill.pk)
    set_reach(place.miner)
    assert (Transfer.objects.count(), WorkItem.objects.get(pk=request.pk).stage_key) == (0, "settling")
    item = place.go(item, "agree", place.chair)
    request.refresh_from_db()
    assert (item.stage_key, request.stage_key, place.of(person).unit_id) == (
        "done", "done", place.county.mine.pk,
    )  # fmt: skip


def test_a_request_for_nobody_s_member_makes_one(place):
    request = asked(place, 7)
    request = place.go(request, "enter", place.official)
    made = Membership.objects.select_related("person").get()
    assert (request.outcome, made.unit_id, made.person.name) == ("cleared", place.county.mine.pk, "李华")


def scrubbed(page: bytes, *said: str) -> str:
    text = page.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"', "", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID", text)
    text = re.sub(r"ZR\d{6}-[0-9A-Z]{6}", "NUMBER", text)
    for one in said:
        text = text.replace(one, "SAID")
    return text


def everything_said(client, n: int) -> list[tuple[int, str]]:
    body = {"name": "李华", "id_number": number(n)}
    sent = client.post(reverse("belonging-request"), body)
    after = client.get(sent.url)
    again = client.post(reverse("belonging-request"), body)
    set_reach(ROOT)
    matter = client.get(reverse("matter", args=[TransferRequest.objects.get().pk]))
    work = client.get(reverse("register", args=["work"]))
    said = (number(n), mask_document(number(n)))
    return [(one.status_code, scrubbed(one.content, *said)) for one in (sent, after, again, matter, work)]


def test_an_employer_s_chair_is_answered_alike_whether_somebody_exists_or_not(client, place):
    """Byte for byte: the answer, the page after it, the matter, and what the list of matters says."""
    member(place.county.mill, 1)
    left = member(place.county.mill, 2)
    place.go(started(place, "death", left), "confirm", place.chair, died_on=date(2026, 11, 15))
    sign_in(client, place.miner)
    answers = []
    for n in (1, 2, 8):  # a member elsewhere, a former one, nobody
        with transaction.atomic():
            answers.append(everything_said(client, n))
            transaction.set_rollback(True)
    assert [one[0] for one in answers[0]] == [302, 200, 422, 200, 200]
    assert answers[0] == answers[1] == answers[2]


def test_the_buttons_of_a_member_s_page_lead_on(client, place):
    person = member(place.county.mill)
    sign_in(client, place.chair)
    page = client.get(reverse("member", args=[person.pk])).content.decode()
    labels = ("转会", "保留会籍", "退会", "除名", "去世")
    assert [f">{label}</a>" in page for label in labels] == [True] * 5
    url = reverse("belonging-begin", args=[person.pk, "transfer"])
    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422
    sent = client.post(url, {"to_words": "西镇矿业公司"})
    assert client.get(sent.url).status_code == 200
    page = client.get(reverse("member", args=[person.pk])).content.decode()
    assert "看转会进展" in page
