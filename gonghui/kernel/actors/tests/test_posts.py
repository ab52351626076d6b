"""People act in one post at a time, with that post's rights, for as long as they hold it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError

from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign, end_post
from gonghui.kernel.actors.models import Account, Assignment
from gonghui.kernel.journal.selectors import history_of
from gonghui.kernel.reach.session import acting, set_reach
from tests.people import member
from tests.support import DAY, PASSWORD, ROOT, account, database, officer, sign_in

pytestmark = database


def log_in(client, username: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": username, "password": password})


def test_the_right_password_opens_the_door_and_a_wrong_one_says_so(client, county):
    officer(county.east, "town_clerk", username="east")
    wrong = log_in(client, "east", "not the password")
    assert "不正确" in wrong.content.decode()
    assert (log_in(client, "east").status_code, client.get("/").status_code) == (302, 200)


def test_five_bad_tries_lock_the_account_for_a_while(client, county):
    officer(county.east, "town_clerk", username="east")
    answers = [log_in(client, "east", f"guess number {n}").status_code for n in range(5)]
    assert answers == [200] * 5
    assert log_in(client, "east").status_code in {200, 429}
    assert client.get("/").status_code == 302


def test_a_person_with_two_posts_chooses_and_sees_one_reach_at_a_time(client, county):
    set_reach(ROOT)
    person = account("both", "王敏")
    posts = [
        assign(actor=ROOT, account=person, role="town_clerk", unit=unit, since=DAY)
        for unit in (county.east, county.west)
    ]
    member(county.mill, 1)
    client.force_login(person)
    assert client.get("/").url == "/post/"
    assert client.get("/r/members/").status_code == 403

    client.post("/post/", {"post": posts[0].pk})
    assert "会员名册 · 1 人" in client.get("/r/members/").content.decode()
    client.post("/post/", {"post": posts[1].pk})
    assert "会员名册 · 0 人" in client.get("/r/members/").content.decode()


def test_nobody_acts_in_a_post_of_somebody_else(client, county):
    other = officer(county.west, "town_clerk")
    sign_in(client, officer(county.east, "town_clerk"))
    client.post("/post/", {"post": other.post_id})
    assert "东镇总工会" in client.get("/").content.decode()


def test_an_ended_post_opens_nothing_from_the_next_click(client, county):
    clerk = officer(county.east, "town_clerk")
    sign_in(client, clerk)
    assert client.get("/r/members/").status_code == 200
    with acting(ROOT):
        end_post(actor=ROOT, post=Assignment.objects.get(pk=clerk.post_id), on=DAY)
    assert client.get("/r/members/").status_code == 403


def test_nobody_gives_rights_they_do_not_have_nor_elsewhere(county):
    clerk = officer(county.east, "town_clerk")
    person = account("new", "李华")
    with acting(clerk):
        with pytest.raises(ValidationError, match="权限超出了您自己的权限"):
            assign(actor=clerk, account=person, role="county_clerk", unit=county.east, since=DAY)
        with pytest.raises(ValidationError, match="不在您的管辖内"):
            assign(actor=clerk, account=person, role="town_clerk", unit=county.west, since=DAY)


def test_a_post_of_tomorrow_opens_nothing_today(client, county):
    set_reach(ROOT)
    person = account("later", "李华")
    assign(
        actor=ROOT,
        account=person,
        role="town_clerk",
        unit=county.east,
        since=clock.today() + timedelta(days=2),
    )
    client.force_login(person)
    assert "还没有身份" in client.get("/post/").content.decode()


def test_officers_need_a_second_factor(client, county, settings):
    settings.MFA_REQUIRED = True
    clerk = officer(county.east, "town_clerk")
    sign_in(client, clerk)
    assert client.get("/r/members/").url == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    TOTP.activate(Account.objects.get(pk=clerk.account_id), generate_totp_secret())
    assert client.get("/r/members/").status_code == 200


def test_opening_an_account_on_the_page(client, county):
    sign_in(client, officer(county.county, "county_clerk"))
    given = {
        "name": "李华", "username": "lihua", "password": "a long first password", "unit": county.east.pk,
        "role": "town_clerk", "since": "2026-09-01",
    }  # fmt: skip
    assert client.post("/settings/people/new/", given).status_code == 302
    assert f"账号名写 lihua.{county.east.pk}" in client.get("/settings/people/").content.decode()
    again = client.post("/settings/people/new/", given)
    assert (again.status_code, "这个账号名已有人用" in again.content.decode()) == (422, True)
    client.logout()
    assert log_in(client, f"lihua.{county.east.pk}", "a long first password").status_code == 302
    assert "东镇总工会" in client.get("/").content.decode()


def test_the_journal_says_whose_post_it_is_and_where(county):
    clerk = officer(county.east, "town_clerk", username="wang")
    with acting(ROOT):
        post = Assignment.objects.get(pk=clerk.post_id)
        end_post(actor=ROOT, post=post, on=DAY + timedelta(days=30))
        texts = [one["text"] for one in history_of(ROOT, post)]
    assert texts == [
        "免去任职：wang，乡镇工会干事，东镇总工会，2026-09-30",
        "任职：wang，乡镇工会干事，东镇总工会，2026-09-01",
    ]
