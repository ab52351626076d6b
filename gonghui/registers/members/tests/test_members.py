"""People in the register: one open membership, events never overwritten, numbers found without being readable."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.units.actions import merge
from gonghui.registers.members.actions import correct, settle_all
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry
from gonghui.registers.members.selectors import people, search
from tests.people import TODAY, member, number
from tests.support import ROOT, database, officer

pytestmark = database


def names(actor, q: str) -> list[str]:
    with acting(actor):
        found = sorted(search(people(actor), q).values_list("name", flat=True))
    set_reach(ROOT)
    return found


def test_a_person_is_found_by_name_pinyin_and_last_digits(county):
    clerk = officer(county.county, "county_clerk")
    person = member(county.mill, 1, name="单丽华")
    member(county.mill, 2, name="李华")

    for q in (
        "单丽",
        "丽华",
        "单丽华",
        "shanlihua",
        "danli",
        "slh",
        "shan",
        number(1),
        number(1)[-4:],
        "19900000001",
        "0001",
    ):
        assert "单丽华" in names(clerk, q), q
    assert names(clerk, "丽华") == ["单丽华"]
    assert names(officer(county.west, "town_clerk"), "单丽华") == []
    assert bytes(person.id_number.cipher) != number(1).encode()


def test_what_lies_in_the_table_is_not_readable(county):
    member(county.mill, 5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM members_person p")
        text = cursor.fetchone()[0]
    assert number(5) not in text
    assert number(5).encode().hex() not in text
    assert "19900000005" not in text


def test_nobody_has_two_open_memberships(county):
    person = member(county.mill, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=person, unit=county.mine, since=TODAY)
    with pytest.raises(ValidationError, match="已经是本会的会员"):
        member(county.mill, 1)


def test_a_number_known_elsewhere_is_answered_like_a_new_one(county):
    member(county.mine, 1)
    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        assert member(county.mill, 1, actor=clerk) is None
    set_reach(ROOT)
    assert (Person.objects.count(), RosterEntry.objects.filter(unit=county.mill).count()) == (1, 1)


def test_on_the_employers_side_everybody_new_is_only_taken_down(county):
    chair = officer(county.mill, "union_chair")
    with acting(chair):
        assert member(county.mill, 7, actor=chair) is None
    set_reach(ROOT)
    assert (Person.objects.count(), RosterEntry.objects.count()) == (0, 1)

    above = officer(county.county, "county_clerk")
    with acting(above):
        assert settle_all(actor=above, today=TODAY) == 1
    set_reach(ROOT)
    assert Person.objects.get().id_number.reveal() == number(7)


def test_entries_that_need_a_decision_do_not_hide_the_free_ones(county):
    for n in range(3):
        member(county.mine, n)
    chair = officer(county.mill, "union_chair")
    with acting(chair):
        for n in range(4):
            member(county.mill, n, actor=chair)
    above = officer(county.county, "county_clerk")
    with acting(above):
        assert settle_all(actor=above, today=TODAY, most=2) == 1
    set_reach(ROOT)
    assert Person.objects.get(unit=county.mill).id_number.reveal() == number(3)
    assert RosterEntry.objects.filter(settled_on=None).count() == 3


def test_a_correction_names_the_fields_and_never_the_values(county):
    person = member(county.mill, 1)
    correct(actor=ROOT, person=person, name="李华华", mobile="19988887777", job="焊工")
    person.refresh_from_db()
    entry = Entry.objects.order_by("-pk")[0]
    assert (person.name, person.mobile.reveal()) == ("李华华", "19988887777")
    assert entry.detail == {"fields": ["job", "mobile", "name"]}
    assert names(officer(county.county, "county_clerk"), "7777") == ["李华华"]


def test_events_cannot_be_altered_by_the_application(county):
    member(county.mill, 1)
    for statement in ("UPDATE members_membershipevent SET change='5'", "DELETE FROM members_membershipevent"):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_merging_a_union_moves_its_members_with_both_events(county):
    for n in range(3):
        member(county.mill, n)
    merge(actor=ROOT, unit=county.mill, into=county.mine, on=date(2027, 1, 4))

    assert set(Membership.objects.filter(until=None).values_list("unit", flat=True)) == {county.mine.pk}
    assert (
        Membership.objects.filter(until=None).count() == Person.objects.filter(unit=county.mine).count() == 3
    )
    assert (
        sorted(MembershipEvent.objects.values_list("change", flat=True)) == ["1"] * 3 + ["2"] * 3 + ["4"] * 3
    )


def test_too_many_lookups_in_an_hour_are_refused(county, monkeypatch):
    from gonghui.registers.members import selectors

    monkeypatch.setattr(selectors, "HOURLY_LOOKUPS", 2)
    clerk = officer(county.east, "town_clerk")
    with acting(clerk):
        selectors.classify([b"1" * 16, b"2" * 16])
        with pytest.raises(ValidationError, match="一小时内核对的证件号超过了 2 个"), transaction.atomic():
            selectors.classify([b"3" * 16])
