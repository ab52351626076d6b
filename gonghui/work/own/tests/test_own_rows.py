"""The database shows a signed-in member their own rows and no others, whatever is asked."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection

from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.registers.members.models import Membership, Person
from gonghui.work.own import selectors
from gonghui.work.own.tests.scene import HERS, MINE, signed_in, text
from tests.people import mobile, number
from tests.support import ROOT, database, officer

pytestmark = database


def as_subject(person: Person) -> None:
    set_reach(NOBODY)
    set_subject(person.pk)


def test_the_functions_answer_with_the_rows_of_whose_session_it_is(two, county):
    for one, unit in zip(two, (county.mill, county.mine), strict=True):
        as_subject(one)
        assert selectors.person() == one
        assert [row["unit_id"] for row in selectors.memberships()] == [unit.pk]
        assert selectors.unions()[0]["name"] == unit.name


def test_nobody_signed_in_gets_nothing_nor_does_an_office(two, county):
    for actor in (NOBODY, officer(county.county, "county_clerk"), ROOT):
        set_subject(two[0].pk)
        set_reach(actor)  # takes the subject back
        assert (selectors.person(), selectors.memberships(), selectors.unions()) == (None, [], [])


def test_a_guessed_key_gets_nothing(two):
    set_reach(NOBODY)
    set_subject(uuid4())
    assert (selectors.person(), selectors.memberships(), selectors.unions()) == (None, [], [])


def test_the_tables_themselves_stay_shut(two):
    as_subject(two[0])
    assert (Person.objects.count(), Membership.objects.count()) == (0, 0)
    assert not Person.objects.filter(pk=two[0].pk).update(name="改名")


def test_no_function_about_ones_own_takes_a_person(two):
    set_reach(ROOT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proargtypes::text FROM pg_proc WHERE proname LIKE 'own\\_%' AND prosecdef"
        )
        asked = {name for name, arguments in cursor.fetchall() if arguments}
    assert asked == {"own_found", "own_bound"}


def test_numbers_are_masked_and_ones_own_is_shown_when_asked_for(client, two):
    signed_in(client, two[0])
    page = text(client, "/s/my/data/")
    shown = [number(MINE), mobile(MINE), number(MINE)[-4:], "纺织一车间", number(HERS), "王大矿"]
    assert [one in page for one in shown] == [False, False, True, True, False, False]
    set_reach(NOBODY)
    page = client.post("/s/my/data/whole/", {"field": "id_number"}).content.decode()
    assert [number(MINE) in page, mobile(MINE) in page] == [True, False]


@pytest.mark.parametrize("field", ["", "note", "path", "id_index", "marital", "🙂"])
def test_only_what_is_offered_is_shown_whole(client, two, field):
    signed_in(client, two[0])
    assert client.post("/s/my/data/whole/", {"field": field}).url == "/s/my/data/"


def test_the_card_leads_to_ones_own_membership(client, two):
    signed_in(client, two[0])
    page = text(client, "/s/my/card/")
    assert [one in page for one in ("李小会", "纺织厂工会", "<svg", "王大矿")] == [True, True, True, False]


def test_without_a_membership_there_is_no_card_but_the_data_stays(client, two):
    set_reach(ROOT)
    Membership.objects.filter(person=two[0]).update(until="2026-11-01")
    signed_in(client, two[0])
    assert client.get("/s/my/card/").url == "/s/my/"
    assert "您现在没有会籍" in text(client, "/s/my/")
    assert "2026-11-01 终止" in text(client, "/s/my/data/")


def test_whose_membership_is_kept_reads_what_that_means(client, two):
    signed_in(client, two[0])
    assert "会籍在这里保留" not in text(client, "/s/my/")
    set_reach(ROOT)
    Membership.objects.filter(person=two[0]).update(is_retained=True)
    assert "不交会费，服务照常享受，保留期间没有选举权和被选举权" in text(client, "/s/my/")
    assert "入会，会籍保留" in text(client, "/s/my/card/")
