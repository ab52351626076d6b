"""The bell, the settings of one's notices, and the operator's page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gonghui.kernel import clock
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.catalogue import KINDS, notice
from gonghui.kernel.notices.models import Address, Notice, Preference
from gonghui.kernel.notices.selectors import Receiver
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.reach.session import acting, set_reach
from tests.people import mobile
from tests.support import PASSWORD, ROOT, database, officer, sign_in

pytestmark = database


@pytest.fixture(autouse=True)
def kind():
    cache.clear()
    yield notice("tests.page", "待办", "{who}请您办理", undo=timedelta(0))
    del KINDS["tests.page"]


@pytest.fixture
def stand_in(settings):
    with serving(Box()) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        yield server


@pytest.fixture
def clerk(client, county):
    return sign_in(client, officer(county.east, "town_clerk", "east")) and officer(
        county.east, "town_clerk", "east"
    )


def told(person, count: int = 1, url: str = "/r/members/", post: int | None = None) -> None:
    to = [Receiver(person.account_id, person.post_id if post is None else post)]
    with acting(ROOT):
        for n in range(count):
            tell(actor=ROOT, key="tests.page", to=to, unit_id=None, url=url, now=clock.now(), who=f"李{n}")
    set_reach(ROOT)


def test_the_bell_counts_and_the_list_leads_to_the_matter(client, clerk):
    assert "条没看" not in client.get("/").content.decode()
    told(clerk, 2)
    assert re.search(r">2<span class=\"sr\"> 条没看", client.get("/").content.decode())
    page = client.get("/notices/").content.decode()
    assert "通知 · 2 条没看" in page
    first = re.search(r"/notices/[-0-9a-f]{36}/open/", page)[0]
    assert client.post(first).url == "/r/members/"
    assert "通知 · 1 条没看" in client.get("/notices/").content.decode()
    assert client.post(first).url == "/r/members/"
    assert client.post("/notices/read/").url == "/notices/"
    assert "<title>通知 ·" in client.get("/notices/").content.decode()
    assert client.get("/n/0123456789/").url == "/notices/"


def test_notices_of_another_post_and_of_others_are_not_there(client, clerk, county):
    other = officer(county.west, "town_clerk", "west")
    told(other)
    told(clerk, post=987654)
    assert "还没有通知" in client.get("/notices/").content.decode()
    set_reach(ROOT)
    for one in Notice.objects.all():
        assert client.post(f"/notices/{one.pk}/open/").status_code == 404
    set_reach(ROOT)
    assert Notice.objects.filter(read_at=None).count() == 2


def test_a_page_asks_the_same_however_much_was_told(client, clerk):
    asked = []
    for count in (1, 60):
        told(clerk, count)
        for page in ("/", "/notices/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            asked.append(len(queries))
            set_reach(ROOT)
    assert asked[:2] == asked[2:]
    with CaptureQueriesContext(connection) as queries:
        client.get("/r/members/")
    assert sum("notices_notice" in one["sql"] for one in queries) == 1


def confirmed(client) -> None:
    """The question that stands before every change of an account's security."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def bound(client, stand_in, channel: str, address: str):
    confirmed(client)
    asked = client.post(f"/notices/addresses/{channel}/", {"address": address})
    assert asked.url == f"/notices/addresses/{channel}/check/", asked.content.decode()
    send_due(clock.now)
    came = [re.search(r"(?<!\d)(\d{6})(?!\d)", one.text) for one in stand_in.box.of(channel)]
    digits = next(found[1] for found in reversed(came) if found)
    return client.post(f"/notices/addresses/{channel}/check/", {"code": digits})


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [("sms", mobile(5), "199****0005"), ("mail", "Wang@Example.invalid", "w***@example.invalid"), ("wecom", "wangmin", "w******")],
)  # fmt: skip
def test_an_address_is_bound_by_a_code_that_came_there(client, clerk, stand_in, channel, address, shown):
    assert bound(client, stand_in, channel, address).url == "/notices/settings/"
    page = client.get("/notices/settings/").content.decode()
    assert shown in page
    assert address not in page
    assert "已绑定。不是您本人办的" in client.get("/notices/").content.decode()
    assert client.post(f"/notices/addresses/{channel}/drop/").url == "/notices/settings/"
    set_reach(ROOT)
    assert Address.objects.count() == 0


def test_a_wrong_code_binds_nothing(client, clerk, stand_in):
    confirmed(client)
    client.post("/notices/addresses/sms/", {"address": mobile(5)})
    assert client.post("/notices/addresses/sms/check/", {"code": "12"}).status_code == 422
    set_reach(ROOT)
    assert Address.objects.count() == 0


def test_a_number_belongs_to_one_account(client, clerk, county, stand_in):
    bound(client, stand_in, "sms", mobile(5))
    other = type(client)()
    sign_in(other, officer(county.west, "town_clerk", "west"))
    cache.clear()
    confirmed(other)
    from gonghui.kernel.notices.models import OneTimeCode

    set_reach(ROOT)
    OneTimeCode.objects.all().delete()  # a minute has passed
    page = bound(other, stand_in, "sms", mobile(5))
    assert (page.status_code, "已绑在另一个账号上" in page.content.decode()) == (422, True)


@pytest.mark.lets_out  # what was typed waits in one's own session until the password is said: docs/security.md, known limits
def test_changing_an_address_asks_who_one_is(client, clerk, stand_in):
    for url in ("/notices/addresses/sms/", "/notices/addresses/sms/drop/"):
        assert client.post(url, {"address": mobile(5)}).url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("channel", ["wechat", "in-app", "x" * 300])
def test_no_other_channel_is_bound_by_typing(client, clerk, stand_in, channel):
    confirmed(client)
    assert client.get(f"/notices/addresses/{channel}/").status_code == 404


def test_wishes_are_kept_and_what_is_left_stays_with_the_rules(client, clerk, stand_in):
    bound(client, stand_in, "sms", mobile(5))
    page = client.get("/notices/settings/").content.decode()
    assert 'value="21:00"' in page
    assert "按身份（有事就告诉我）" in page
    body = {"pace": "", "quiet_since": "21:00", "quiet_until": "08:00"}
    assert client.post("/notices/settings/", body | {"channels": ["sms"]}).status_code == 302
    set_reach(ROOT)
    assert Preference.objects.values_list("muted", "digest", "quiet_since").get() == ([], None, None)
    client.post("/notices/settings/", {"pace": "day", "quiet_since": "20:00", "quiet_until": "09:30"})
    set_reach(ROOT)
    wish = Preference.objects.get()
    assert (wish.muted, wish.digest, f"{wish.quiet_until:%H:%M}") == (["sms"], True, "09:30")


@pytest.mark.parametrize(
    "body",
    [{}, {"pace": "day"}, {"quiet_since": "25:00", "quiet_until": "08:00"}, {"quiet_since": "21:00", "quiet_until": ""},
     {"quiet_since": "21:00", "quiet_until": "08:00", "pace": "hourly"},
     {"quiet_since": "21:00", "quiet_until": "08:00", "channels": ["fax"]}],
)  # fmt: skip
def test_wrong_wishes_are_said(client, clerk, stand_in, body):
    bound(client, stand_in, "sms", mobile(5))
    assert client.post("/notices/settings/", body).status_code == 422
    set_reach(ROOT)
    assert Preference.objects.filter(digest__isnull=False).count() == 0


def test_the_operator_sees_how_the_ways_out_are_doing(client, county, stand_in):
    admin = officer(county.county, "admin", "admin")
    sign_in(client, admin)
    assert "已配置，还没发过" in client.get("/settings/gateways/").content.decode()
    stand_in.box.faults["sms"].extend(["refuse"])
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/notices/addresses/sms/", {"address": mobile(5)})
    send_due(clock.now)
    page = client.get("/settings/gateways/").content.decode()
    assert "发不出去" in page
    assert "绑定验证码" in page
    assert "请核对配置和签名密钥" in page
    assert mobile(5) not in page


def test_below_the_top_there_are_no_figures(client, county, stand_in):
    officer(county.county, "admin", "admin")
    sign_in(client, officer(county.east, "admin", "east-admin"))
    page = client.get("/settings/gateways/").content.decode()
    assert "最上级单位" in page
    assert "等待发出" not in page


def test_what_is_not_set_up_is_said(client, county, settings):
    settings.GATEWAYS = {}
    sign_in(client, officer(county.county, "admin", "admin"))
    assert client.get("/settings/gateways/").content.decode().count("没有配置<") == 4
    assert client.get("/notices/settings/").content.decode().count("管理员还没有开通这个通道") == 4
