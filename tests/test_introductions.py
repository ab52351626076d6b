"""Binding 企业微信 and 微信 by agreeing there, against a server that speaks their protocol."""

from __future__ import annotations

import re
import urllib.request
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import cache

from gonghui.kernel import clock
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.addresses import CHANGED
from gonghui.kernel.notices.models import Address
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.reach.session import acting, set_reach
from tests.support import PASSWORD, ROOT, database, officer, sign_in

pytestmark = database
CHANNELS = ["wecom", "wechat"]
NOT_OURS = "不是从您现在的窗口开始的"


@pytest.fixture
def stand_in(settings):
    cache.clear()
    with serving(Box()) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        yield server


@pytest.fixture
def clerk(client, county):
    found = officer(county.east, "town_clerk", "east")
    sign_in(client, found)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return found


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *words):
        return None


def page_of(client, channel: str) -> str:
    """The address at which the person agrees."""
    said = client.get(f"/notices/addresses/{channel}/agree/").content.decode()
    return unescape(re.search(r'class="btn pri" href="([^"]+)"', said)[1])


def agreed(page: str, person: str) -> dict[str, str]:
    """What the person carries back from there."""
    ask = f"{page.partition('#')[0]}&{urlencode({'as': person})}"
    try:
        urllib.request.build_opener(Stay()).open(ask, timeout=5)
    except urllib.error.HTTPError as answer:
        parts = urlsplit(answer.headers["Location"])
        answer.close()
        return {name: one[0] for name, one in parse_qs(parts.query).items()}
    raise AssertionError("nobody was sent back")


def came_back(client, channel: str, carried: dict[str, str]) -> str:
    answer = client.get(f"/notices/addresses/{channel}/agreed/", carried, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def bound() -> list[tuple[str, str, str]]:
    with acting(ROOT):
        rows = Address.objects.select_related("account")
        found = sorted((row.account.username, row.channel, row.value.reveal()) for row in rows)
    set_reach(ROOT)
    return found


@pytest.mark.parametrize("channel", CHANNELS)
def test_who_agreed_is_reached_there_and_can_take_it_back(client, clerk, stand_in, channel):
    page = page_of(client, channel)
    assert page.startswith(stand_in.url)
    asked = parse_qs(urlsplit(page).query)
    assert asked["redirect_uri"][0].endswith(f"/notices/addresses/{channel}/agreed/")
    assert "已绑定" in came_back(client, channel, agreed(page, "zhang-1"))
    assert bound() == [("east", channel, "zhang-1")]
    with acting(ROOT):
        tell(
            actor=ROOT, key=CHANGED, to=[Receiver(clerk.account_id)], unit_id=None, url="/", now=clock.now(), what="邮箱", done="已更换"
        )  # fmt: skip
        assert Entry.objects.filter(verb="notices.bind").count() == 1
    send_due(lambda: clock.now().replace(hour=10) + timedelta(days=1))
    assert {one.to for one in stand_in.box.of(channel)} == {"zhang-1"}
    sign_in(client, clerk)
    settings_page = client.get("/notices/settings/").content.decode()
    assert "zhang-1" not in settings_page
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post(f"/notices/addresses/{channel}/drop/")
    assert bound() == []


def test_a_state_of_another_beginning_binds_nothing(client, clerk, stand_in):
    carried = agreed(page_of(client, "wecom"), "zhang-1")
    for wrong in ("", "x" * 32, "中"):
        page_of(client, "wecom")
        assert NOT_OURS in came_back(client, "wecom", carried | {"state": wrong})
    page_of(client, "wecom")  # begun anew: the former state is over
    assert NOT_OURS in came_back(client, "wecom", carried)
    assert bound() == []


def test_what_was_begun_by_somebody_else_or_for_another_channel_binds_nothing(
    client, clerk, county, stand_in
):
    carried = agreed(page_of(client, "wecom"), "zhang-1")
    assert NOT_OURS in came_back(client, "wechat", carried)
    victim = type(client)()
    sign_in(victim, officer(county.west, "town_clerk", "west"))
    assert NOT_OURS in came_back(victim, "wecom", agreed(page_of(client, "wecom"), "zhang-1"))
    assert bound() == []


def test_a_code_works_once(client, clerk, stand_in):
    carried = agreed(page_of(client, "wecom"), "zhang-1")
    came_back(client, "wecom", carried)
    assert NOT_OURS in came_back(client, "wecom", carried)
    again = parse_qs(urlsplit(page_of(client, "wecom")).query)["state"][0]
    assert "已过期或已用过" in came_back(client, "wecom", carried | {"state": again})
    assert bound() == [("east", "wecom", "zhang-1")]


@pytest.mark.parametrize("channel", CHANNELS)
def test_somebody_elses_account_keeps_what_is_bound_there(client, clerk, county, stand_in, channel):
    came_back(client, channel, agreed(page_of(client, channel), "zhang-1"))
    other = type(client)()
    sign_in(other, officer(county.west, "town_clerk", "west"))
    other.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "已绑在另一个账号上" in came_back(other, channel, agreed(page_of(other, channel), "zhang-1"))
    assert bound() == [("east", channel, "zhang-1")]


def test_ten_minutes_later_it_is_over(client, clerk, stand_in, monkeypatch):
    now = clock.now()
    carried = agreed(page_of(client, "wecom"), "zhang-1")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=10, seconds=5))
    assert NOT_OURS in came_back(client, "wecom", carried)
    assert bound() == []


def test_who_did_not_agree_or_is_not_of_the_enterprise_is_told(client, clerk, stand_in):
    state = parse_qs(urlsplit(page_of(client, "wecom")).query)["state"][0]
    assert "您没有同意" in came_back(client, "wecom", {"state": state})
    carried = agreed(page_of(client, "wecom"), "zhang-1")
    stand_in.box.faults["wecom"].append("nobody")
    assert "不在本企业的企业微信通讯录里" in came_back(client, "wecom", carried)
    carried = agreed(page_of(client, "wecom"), "zhang-1")
    stand_in.box.faults["wecom"].append("busy")
    assert "请过一会儿再试" in came_back(client, "wecom", carried)
    assert bound() == []


def test_without_the_word_of_the_password_nothing_begins(client, county, stand_in):
    sign_in(client, officer(county.west, "town_clerk", "west"))
    answer = client.get("/notices/addresses/wecom/agree/")
    assert "reauthenticate" in answer.url


def test_where_it_is_not_set_up_there_is_no_such_page(client, clerk, settings, stand_in):
    for channel in CHANNELS:
        del settings.GATEWAYS[channel]["authorize"]
        assert client.get(f"/notices/addresses/{channel}/agree/").status_code == 404
    assert client.get("/notices/addresses/sms/agree/").status_code == 404
    assert "在微信小程序里绑定" in client.get("/notices/settings/").content.decode()
