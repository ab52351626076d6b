"""Signing in by 微信, against a server that speaks its protocol: bound by oneself, one press, nobody else's pages."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from gonghui.kernel import clock
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.registers.members.models import Person
from gonghui.work.own.models import Binding
from gonghui.work.own.tests.scene import signed_in, text
from tests.support import ROOT, database
from tests.test_introductions import agreed

pytestmark = database
NOT_BOUND, OUTSIDE = "这个微信还没有绑定", "请在微信里打开本页"
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 12) Chrome/116 MicroMessenger/8.0"}


@pytest.fixture
def phone(client):
    client.defaults |= PHONE
    return client


def pressed(client, url: str, person: str = "o-li") -> str:
    """Where the phone ends up when ``person`` agrees, and what it is told there."""
    set_reach(NOBODY)
    page = client.post(url).url
    carried = agreed(page, person)
    set_reach(NOBODY)
    answer = client.get("/s/sign-in/wechat/back/", carried, follow=True)
    assert answer.status_code == 200
    return f"{answer.request['PATH_INFO']} {answer.content.decode()}"


def bound(client, person: Person, who: str = "o-li") -> str:
    said = pressed(signed_in(client, person), "/s/my/wechat/", who)
    client.post("/s/sign-out/")
    return said


def test_bound_once_one_press_opens_ones_own_pages_from_then_on(phone, two, stand_in):
    assert "以后可以用微信登录" in bound(phone, two[0])
    said = pressed(phone, "/s/sign-in/wechat/")
    assert [said.startswith("/s/my/ "), "李小会，您好" in said, "已绑定微信" in said] == [True] * 3
    assert phone.session["subject"]["pk"] == str(two[0].pk)
    phone.post("/s/my/wechat/drop/")
    phone.post("/s/sign-out/")
    assert NOT_BOUND in pressed(phone, "/s/sign-in/wechat/")
    assert "subject" not in phone.session


def test_who_has_not_bound_is_told_how_and_nobody_is_signed_in(phone, two, stand_in):
    said = pressed(phone, "/s/sign-in/wechat/")
    assert [said.startswith("/s/sign-in/ "), NOT_BOUND in said, "subject" in phone.session] == [
        True,
        True,
        False,
    ]


def test_one_wechat_opens_one_persons_pages(phone, two, stand_in):
    bound(phone, two[0])
    assert "已经绑在另一位会员上" in bound(phone, two[1])
    pressed(phone, "/s/sign-in/wechat/")
    assert phone.session["subject"]["pk"] == str(two[0].pk)
    phone.post("/s/sign-out/")
    bound(phone, two[0], "o-li-new")
    assert NOT_BOUND in pressed(phone, "/s/sign-in/wechat/")  # the old one opens nothing any more


@pytest.mark.parametrize("how", ["state", "twice", "late", "other browser", "refused"])
def test_what_was_not_begun_here_signs_nobody_in(phone, two, stand_in, monkeypatch, how):
    bound(phone, two[0])
    set_reach(NOBODY)
    carried = agreed(phone.post("/s/sign-in/wechat/").url, "o-li")
    other = type(phone)(**PHONE) if how == "other browser" else phone
    if how == "state":
        carried["state"] = "x" * 32
    elif how == "twice":
        phone.get("/s/sign-in/wechat/back/", carried)
        phone.post("/s/sign-out/")
    elif how == "late":
        later = clock.now().replace(hour=clock.now().hour + 1)
        monkeypatch.setattr(clock, "now", lambda: later)
    elif how == "refused":
        carried.pop("code")
    set_reach(NOBODY)
    assert other.get("/s/sign-in/wechat/back/", carried).url == "/s/sign-in/"
    assert "subject" not in other.session


def test_outside_wechat_it_is_said_where_to_open_the_page(client, two, stand_in):
    set_reach(NOBODY)
    assert OUTSIDE in client.post("/s/sign-in/wechat/", follow=True).content.decode()


def test_where_it_is_not_set_up_nothing_is_offered(phone, two, settings):
    settings.GATEWAYS = {}
    assert "用微信登录" not in text(phone, "/s/sign-in/")
    assert "微信" not in text(signed_in(phone, two[0]), "/s/my/")


def test_the_database_shows_a_binding_to_its_person_alone(two):
    for n, one in enumerate(two):
        set_reach(NOBODY)
        set_subject(one.pk)
        Binding.objects.create(person_id=one.pk, index=bytes([n]) * 16, bound_at=clock.now())
        assert list(Binding.objects.values_list("person_id", flat=True)) == [one.pk]
    with pytest.raises(DatabaseError), transaction.atomic():
        Binding.objects.create(person_id=two[0].pk, index=b"9" * 16, bound_at=clock.now())
    for reach in (NOBODY, ROOT):
        set_reach(reach)
        assert Binding.objects.count() == 0
