"""A member signs in by a code; nobody learns who is one; a shared phone forgets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.kernel import clock
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.notices.models import Delivery, OneTimeCode
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.models import Person
from gonghui.work.own.actions import write_down
from gonghui.work.own.tests.scene import HERS, MINE, ask, digits_of, signed_in, text, try_code
from tests.leaks.siege import TOKEN
from tests.people import member, mobile, number
from tests.support import ROOT, database, officer, sign_in
from tests.worked import worked

pytestmark = database


def test_the_code_opens_ones_own_pages(client, two, stand_in):
    assert ask(client).url == "/s/sign-in/code/"
    assert try_code(client, digits_of(stand_in)).url == "/s/my/"
    page = text(client, "/s/my/")
    assert [one in page for one in ("李小会，您好", "纺织厂工会", "0571-80000002", "东镇总工会", "退出", "王大矿")] == [
        True, True, True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("wanted", ["/s/my/data/", "/s/my/card/"])
def test_one_is_led_where_one_wanted_to_go(client, two, stand_in, wanted):
    set_reach(ROOT)
    assert client.get(wanted).url == f"/s/sign-in/?next={wanted.replace('/', '%2F')}"
    body = {"mobile": mobile(MINE), "last_four": number(MINE)[-4:].lower(), "next": wanted}
    client.post("/s/sign-in/", body)
    assert try_code(client, digits_of(stand_in)).url == wanted


@pytest.mark.parametrize(
    "foreign", ["https://evil.invalid/s/", "//evil.invalid/s/", "/r/members/", "/s/../r/"]
)
def test_nowhere_else_is_one_led(client, two, stand_in, foreign):
    body = {"mobile": mobile(MINE), "last_four": number(MINE)[-4:], "next": foreign}
    client.post("/s/sign-in/", body)
    assert try_code(client, digits_of(stand_in)).url == "/s/my/"


def plain(response) -> tuple[int, str, str]:
    return response.status_code, getattr(response, "url", ""), TOKEN.sub("", response.content.decode())


def test_whether_somebody_is_a_member_cannot_be_told(client, two, stand_in):
    """A member, a member with wrong last characters, nobody: the same pages, as many questions, a row each."""
    answers, asked = [], []
    for n, last_four in ((MINE, number(MINE)[-4:]), (HERS, "0000"), (699, "1234")):
        other = type(client)()
        set_reach(ROOT)
        with CaptureQueriesContext(connection) as queries:
            first = ask(other, n, last_four)
        asked.append(len(queries))
        answers.append((plain(first), plain(other.get("/s/sign-in/code/")), *[plain(try_code(other, "000000")) for _ in range(6)]))  # fmt: skip
    assert answers[0] == answers[1] == answers[2]
    assert asked[0] == asked[1] == asked[2]
    set_reach(ROOT)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["void", "void", "waiting"]
    send_due(clock.now)
    assert [one.to for one in stand_in.box.of("sms")] == [mobile(MINE)]


def test_a_number_two_share_opens_by_the_last_four_and_never_both(client, two, county, stand_in):
    set_reach(ROOT)
    shared = member(county.east, 603, mobile=mobile(MINE), name="赵同号")
    ask(client, MINE, number(603)[-4:])
    try_code(client, digits_of(stand_in))
    assert client.session["subject"]["pk"] == str(shared.pk)


def test_an_expired_code_and_one_tried_too_often_open_nothing(client, two, stand_in, monkeypatch):
    start = clock.now()
    ask(client)
    digits = digits_of(stand_in)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=5, seconds=1))
    page = try_code(client, digits)
    assert (page.status_code, "过期了" in page.content.decode()) == (422, True)
    assert client.get("/s/my/").status_code == 302
    ask(client)
    digits = digits_of(stand_in)
    for _ in range(5):
        try_code(client, f"{(int(digits) + 1) % 10**6:06d}")
    assert try_code(client, digits).status_code == 422
    assert "subject" not in client.session


def test_a_code_of_an_office_opens_no_member_and_the_other_way_round(client, two, stand_in):
    ask(client)
    digits = digits_of(stand_in)
    session = client.session
    session["sign_in_code"] = {"pk": session["own_code"]["pk"], "next": ""}
    session.save()
    assert client.post("/sign-in/code/check/", {"code": digits}).status_code == 422
    assert client.get("/").status_code == 302


def test_half_an_hour_without_a_click_ends_it_and_each_click_counts_anew(client, two, monkeypatch):
    start = clock.now()
    signed_in(client, two[0])
    for minutes, stays in ((29, True), (58, True), (88.1, False), (88.2, False)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        assert (client.get("/s/my/").status_code == 200) is stays
    assert dict(client.session) == {}


def test_signing_out_leaves_nothing_and_the_way_back_shows_nothing(client, two):
    signed_in(client, two[0])
    for url in ("/s/", "/s/my/", "/s/find/", "/s/privacy/"):
        assert 'action="/s/sign-out/"' in text(client, url)
    assert client.get("/s/my/data/").headers["Cache-Control"] == "no-store"
    assert client.post("/s/sign-out/").url == "/s/"
    assert dict(client.session) == {}
    assert client.get("/s/my/data/").status_code == 302
    assert 'action="/s/sign-out/"' not in text(client, "/s/")


def test_nobody_is_an_office_and_a_member_in_one_session(client, two, county, stand_in):
    sign_in(client, officer(county.east, "town_clerk", "east"))
    session = client.session
    session["subject"] = {"pk": str(two[0].pk), "at": clock.now().isoformat()}
    session.save()
    assert client.get("/s/my/").url.startswith("/s/sign-in/")  # the office stands, the mark is nothing
    assert client.get("/").status_code == 200
    assert "会先退出工作网" in text(client, "/s/sign-in/")
    ask(client)
    try_code(client, digits_of(stand_in))
    assert client.get("/s/my/").status_code == 200
    assert client.get("/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("url", ["/", "/r/members/", "/search/", "/settings/journal/", "/files/01900000-0000-7000-8000-000000000000/"])  # fmt: skip
def test_a_member_is_no_actor_of_the_desk(client, two, url):
    signed_in(client, two[0])
    assert client.get(url).url.startswith("/accounts/login/")


def test_the_session_keeps_neither_number_nor_code(client, two, stand_in):
    ask(client)
    digits = digits_of(stand_in)
    kept = str(dict(client.session))
    assert [one in kept for one in (mobile(MINE), number(MINE)[-4:], digits)] == [False] * 3


@pytest.mark.parametrize("body", [{}, {"mobile": "1"}, {"mobile": mobile(MINE), "last_four": "１２３４"}, {"mobile": mobile(MINE), "last_four": "12345"}])  # fmt: skip
def test_what_cannot_be_right_is_said(client, two, stand_in, body):
    set_reach(ROOT)
    assert client.post("/s/sign-in/", body).status_code == 422
    set_reach(ROOT)
    assert OneTimeCode.objects.count() == 0


def test_without_a_way_out_nothing_is_promised(client, two, settings):
    settings.GATEWAYS = {}
    assert "还没有开通" in ask(client).content.decode()


def test_that_somebody_signed_in_stands_in_the_journal(two):
    write_down.func(str(two[0].pk), "own.sign_in", {})
    set_reach(ROOT)
    entry = Entry.objects.get(verb="own.sign_in")
    assert (entry.actor_name, entry.account_id, entry.unit_id) == ("本人", -1, two[0].unit_id)
    assert entry.subject == f"members.person:{Person.objects.get(pk=two[0].pk).pk}"


def test_codes_for_many_numbers_are_sent_only_to_who_worked_for_them(client, two, stand_in):
    """Whoever has a program ask for codes for strangers' telephones is stopped soon; a person with a browser is not."""
    for n in range(6):
        assert ask(client, 700 + n).status_code == 302
    assert ask(client).status_code == 429
    body = {"mobile": mobile(MINE), "last_four": number(MINE)[-4:]}
    done = worked(client.get("/s/sign-in/").content.decode())
    assert client.post("/s/sign-in/", body | done).url == "/s/sign-in/code/"
    assert client.post("/s/sign-in/", body | done).status_code == 429
