"""Signing in with a code: it opens the door to whose number it is, tells nobody else anything, and runs out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache

from gonghui.kernel import clock
from gonghui.kernel.notices.addresses import bind
from gonghui.kernel.notices.jobs import forget
from gonghui.kernel.notices.models import Delivery, OneTimeCode
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.reach.session import acting, set_reach
from tests.leaks.siege import TOKEN
from tests.people import mobile
from tests.support import ROOT, account, database, officer

pytestmark = database
MINE, NOBODYS = mobile(1), mobile(2)


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def stand_in(settings):
    with serving(Box()) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        yield server


@pytest.fixture
def clerk(county):
    person = officer(county.east, "town_clerk", "east")
    with acting(ROOT):
        bind(actor=ROOT, account_id=person.account_id, channel="sms", address=MINE, now=clock.now())
    set_reach(ROOT)
    return person


def ask(client, number: str = MINE, **more: str):
    return client.post("/sign-in/code/", {"mobile": number, **more})


def try_code(client, text: str):
    return client.post("/sign-in/code/check/", {"code": text})


def received(stand_in, now=None) -> str:
    """The digits that came to the phone last."""
    send_due(lambda: now or clock.now())
    return re.search(r'"code": "(\d{6})"', stand_in.box.of("sms")[-1].text)[1]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.3}-{}"])
def test_the_code_opens_the_door_also_pasted(client, clerk, stand_in, typed):
    assert ask(client, f"+86 {MINE[:3]} {MINE[3:7]} {MINE[7:]}").url == "/sign-in/code/check/"
    digits = received(stand_in)
    text = f"{digits[:3]}-{digits[3:]}" if "-" in typed else typed.format(digits)
    assert try_code(client, text).url == "/"
    assert client.get("/").status_code == 200
    assert client.get("/sign-in/code/").url == "/"


def test_one_is_led_where_one_wanted_to_go_and_nowhere_else(client, clerk, stand_in):
    ask(client, next="/r/members/")
    assert try_code(client, received(stand_in)).url == "/r/members/"


def test_a_foreign_address_is_nowhere_to_be_led(client, clerk, stand_in):
    ask(client, next="https://evil.invalid/")
    assert try_code(client, received(stand_in)).url == "/"


def test_two_posts_are_chosen_between(client, clerk, county, stand_in):
    officer(county.west, "town_clerk", "east")
    ask(client)
    try_code(client, received(stand_in))
    assert client.get("/").url == "/post/"


def plain(response) -> tuple[int, str, str]:
    return response.status_code, getattr(response, "url", ""), TOKEN.sub("", response.content.decode())


def test_whether_somebody_has_the_number_cannot_be_told(client, clerk, stand_in):
    """The same pages, word for word; the same number of questions to the database; one row in the outbox each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answers, asked = [], []
    for number in (MINE, NOBODYS):
        other = type(client)()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first = ask(other, number)
        asked.append(len(queries))
        answers.append(
            (
                plain(first),
                plain(other.get("/sign-in/code/check/")),
                *[plain(try_code(other, "000000")) for _ in range(6)],
            )
        )
        set_reach(ROOT)
    assert answers[0] == answers[1]
    assert asked[0] == asked[1]
    set_reach(ROOT)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["void", "waiting"]
    send_due(clock.now)
    assert [one.to for one in stand_in.box.of("sms")] == [MINE]


def test_five_wrong_tries_and_the_right_one_comes_too_late(client, clerk, stand_in):
    ask(client)
    digits = received(stand_in)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    said = [try_code(client, wrong).content.decode() for _ in range(5)]
    assert ["验证码不对" in text for text in said] == [True] * 4 + [False]
    assert "请重新取一条" in try_code(client, digits).content.decode()
    assert client.get("/").status_code == 302


def test_tries_in_other_windows_count_together(client, clerk, stand_in):
    ask(client)
    digits = received(stand_in)
    kept = client.session["sign_in_code"]
    for _ in range(5):
        other = type(client)()
        session = other.session
        session["sign_in_code"] = kept
        session.save()
        other.cookies["sessionid"] = session.session_key
        try_code(other, "000000" if digits != "000000" else "000001")
    assert try_code(client, digits).status_code == 422


def test_a_code_works_once_for_five_minutes_and_in_the_window_that_asked(
    client, clerk, stand_in, monkeypatch
):
    ask(client)
    digits = received(stand_in)
    stranger = type(client)()
    assert try_code(stranger, digits).url == "/sign-in/code/"
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=5, seconds=1))
    assert try_code(client, digits).status_code == 422
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=4))
    assert try_code(client, digits).status_code == 302
    set_reach(ROOT)
    assert OneTimeCode.objects.get().used_at is not None


@pytest.mark.parametrize("number", [MINE, NOBODYS])
def test_a_number_gets_one_a_minute_five_an_hour_ten_a_day(client, clerk, stand_in, monkeypatch, number):
    start = clock.now()
    taken = []
    for minutes in [0, 0.5, 1.1, 2.2, 3.3, 4.4, 5.5, 59.9, 62, 64, 66, 68, 70, 130, 24 * 60 + 1]:
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: start + timedelta(minutes=minutes))
        cache.clear()
        taken.append(ask(client, number).status_code == 302)
    assert taken == [
        True,
        False,
        True,
        True,
        True,
        True,
        False,
        False,
        True,
        True,
        True,
        True,
        True,
        False,
        True,
    ]


def test_a_storm_from_one_place_is_stopped(client, clerk, stand_in, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "code_asked": "2/m/ip",
        "code_tried": "1/m/ip",
    }
    assert [ask(client, mobile(n)).status_code for n in range(10, 13)] == [302, 302, 429]
    assert [try_code(client, "000000").status_code for _ in range(2)] == [422, 429]


@pytest.mark.parametrize("number", ["", "123", "一二三", "2" * 11, "1" * 40])
def test_what_is_no_number_is_said_and_kept(client, county, stand_in, number):
    page = ask(client, number)
    assert page.status_code == 422
    assert "手机号" in page.content.decode()
    set_reach(ROOT)
    assert OneTimeCode.objects.count() == 0


@pytest.mark.parametrize("text", ["", "abc", "１２３４５６", "9" * 60, "🙂"])
def test_whatever_is_typed_for_a_code_is_answered(client, clerk, stand_in, text):
    ask(client)
    assert try_code(client, text).status_code == 422


def test_the_second_step_stays(client, clerk, stand_in, settings):
    TOTP.activate(account("east"), generate_totp_secret())
    ask(client)
    assert "/2fa/authenticate/" in try_code(client, received(stand_in)).url
    assert client.get("/").status_code == 302


def test_where_a_second_step_is_required_a_code_alone_opens_nothing(client, clerk, stand_in, settings):
    settings.MFA_REQUIRED = True
    ask(client)
    page = try_code(client, received(stand_in))
    assert (page.status_code, "短信代替不了它" in page.content.decode()) == (422, True)
    assert client.get("/accounts/2fa/").status_code == 302


def test_an_account_that_was_shut_stays_shut(client, clerk, stand_in):
    person = account("east")
    person.is_active = False
    person.save()
    ask(client)
    assert try_code(client, received(stand_in)).status_code == 422


def test_without_a_way_out_nothing_is_promised(client, county, settings):
    settings.GATEWAYS = {}
    assert "短信验证码" not in client.get("/accounts/login/").content.decode()
    assert "还没有开通" in ask(client).content.decode()


def test_the_session_keeps_neither_number_nor_code(client, clerk, stand_in):
    ask(client)
    digits = received(stand_in)
    kept = str(dict(client.session))
    assert MINE not in kept
    assert digits not in kept


def test_what_was_sent_is_forgotten_and_after_two_days_that_it_was(client, clerk, stand_in, monkeypatch):
    ask(client)
    ask(client, NOBODYS)
    received(stand_in)
    set_reach(ROOT)
    sent = Delivery.objects.get(state="sent")
    assert (sent.address, sent.secret) == (None, None)
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=2, minutes=1))
    forget()
    set_reach(ROOT)
    assert (Delivery.objects.count(), OneTimeCode.objects.count()) == (0, 0)
