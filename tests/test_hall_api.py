"""服务网 for programs: the same answers, boxes and limits as its pages, over JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gonghui
from gonghui.kernel import clock
from gonghui.kernel.calendar.actions import seed as seed_calendar
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.unions.models import Union
from gonghui.work.joining import selectors
from gonghui.work.joining.actions import make_code, take_in
from gonghui.work.joining.models import Application, Submission
from gonghui.work.own.tests.scene import digits_of, signed_in
from gonghui.work.own.tests.test_asking import taken_in as letters_taken_in
from tests.ordering import offer
from tests.people import member, mobile, number
from tests.support import ROOT, database

pytestmark = database
MINE = 601


@pytest.fixture(autouse=True)
def place(county, today):
    cache.clear()
    today("2026-11-23")
    set_reach(ROOT)
    seed_calendar(actor=ROOT)
    for path in sorted(Path(gonghui.__path__[0]).glob("*/*/data/parameters.csv")):
        seed_parameters(actor=ROOT, path=path)
    for unit in (county.east, county.west):
        Union.objects.create(unit=unit, name=unit.name, kind="town", level="town")
    return county


@pytest.fixture
def stand_in(settings):
    with serving(Box()) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        settings.GATEWAYS["wechat"] = {
            k: v for k, v in settings.GATEWAYS["wechat"].items() if k != "authorize"
        }  # a mini-program
        yield server


def send(client, url: str, **values):
    set_reach(NOBODY)
    return client.post(f"/api/hall/{url}", json.dumps(values), content_type="application/json")


def read(client, url: str):
    set_reach(NOBODY)
    return client.get(f"/api/hall/{url}")


def done(text: str) -> str:
    asked = Challenge.from_dict(json.loads(text))
    return Payload(asked, solve_challenge(asked)).to_base64()


def filled(client, n: int = 501, **more) -> dict:
    began = read(client, "begin").json()
    given = {
        "name": "王小骑", "id_number": number(n), "mobile": mobile(n), "workplace": "各平台", "groups": ["courier"],
        "agreed": began["notice"], "agreed_sensitive": True, "effort": done(began["effort"]),
    }  # fmt: skip
    return given | more


def taken_in() -> None:
    set_reach(ROOT)
    for one in Submission.objects.filter(taken_at=None):
        take_in(one.pk, actor=ROOT, now=clock.now())


def test_an_application_goes_the_way_of_the_pages(client, place):
    made = make_code(actor=ROOT, unit=place.east, kind="station", label="望海路驿站", today=clock.today())
    token = selectors.token_of(made)
    assert read(client, f"posters/{token}").json() == {"unit": "东镇总工会", "label": "望海路驿站"}
    answer = send(client, "applications", **filled(client, token=token))
    assert answer.status_code == 201, answer.content.decode()
    receipt = answer.json()["receipt"]
    taken_in()
    record = Application.objects.get()
    assert (record.unit_id, record.way, record.problems, len(record.consents)) == (place.east.pk, "qr", [], 2)
    assert read(client, f"applications/{receipt}").json()["stage"] == "deciding"
    assert send(client, f"applications/{receipt}/withdraw").status_code == 202
    taken_in()
    assert read(client, f"applications/{receipt}").json()["outcome"] == "withdrawn"


def test_without_a_poster_it_goes_to_the_named_place(client, place):
    places = {one["name"]: one["id"] for one in read(client, "begin").json()["places"]}
    assert send(client, "applications", **filled(client, place=places["西镇总工会"])).status_code == 201
    taken_in()
    assert Application.objects.get().unit_id == place.west.pk


def test_what_is_wrong_is_said_field_by_field_and_nothing_is_kept(client, place):
    answer = send(client, "applications", name="王小骑", id_number="1", mobile="2", place=0)
    assert answer.status_code == 422
    assert sorted(answer.json()["fields"]) == ["id_number", "mobile", "place", "workplace"]
    stale = send(client, "applications", **filled(client, place=place.west.pk, agreed="1999-01"))
    assert (stale.status_code, "新的版本" in stale.json()["detail"]) == (422, True)
    posted = client.post("/api/hall/applications", "{}", content_type="text/plain")
    assert posted.status_code == 415
    for url in ("applications/NOBODYS", "posters/NOBODYS"):
        assert read(client, url).status_code == 404
    set_reach(ROOT)
    assert Submission.objects.count() == 0


def test_without_work_few_are_taken(client, place):
    for n in range(20):
        assert send(client, "applications", **filled(client, 520 + n, place=place.west.pk, effort="")).status_code == 201  # fmt: skip
    assert send(client, "applications", **filled(client, place=place.west.pk, effort="")).status_code == 429
    assert send(client, "applications", **filled(client, place=place.west.pk)).status_code == 201


def test_a_member_signs_in_by_code_and_then_by_wechat(client, place, stand_in):
    set_reach(ROOT)
    member(place.mill, MINE, name="李小会")
    assert read(client, "my").status_code == 401
    work = done(read(client, "sign-in").json()["effort"])
    asked = send(client, "sign-in", mobile=mobile(MINE), last_four=number(MINE)[-4:], effort=work)
    assert asked.status_code == 202
    assert send(client, "sign-in/code", code="000000").status_code == 422
    assert send(client, "sign-in/code", code=digits_of(stand_in)).status_code == 200
    shown = read(client, "my").json()
    assert (shown["name"], shown["memberships"][0]["unit_name"]) == ("李小会", "纺织厂工会")
    assert number(MINE) not in str(shown)
    stand_in.codes |= {"wx-1": "o-li", "wx-2": "o-li", "wx-3": "o-wang"}
    assert send(client, "my/wechat", code="wx-1").status_code == 200
    assert send(client, "sign-out").status_code == 200
    assert read(client, "my").status_code == 401
    assert send(client, "sign-in/wechat", code="wx-3").status_code == 404
    assert send(client, "sign-in/wechat", code="wx-2").status_code == 200
    assert read(client, "my").json()["name"] == "李小会"
    assert send(client, "sign-in/wechat", code="wx-2").status_code == 422  # used


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4), max_leaves=12
)  # fmt: skip
FIELDS = ["token", "place", "name", "id_type", "id_number", "birth_date", "sex", "mobile", "workplace", "groups", "is_migrant", "agreed", "agreed_sensitive", "effort", "last_four", "code", "text"]  # fmt: skip
URLS = ["applications", "applications/X/supply", "applications/X/withdraw", "sign-in", "sign-in/code", "sign-in/wechat", "my/wechat", "sign-out"]  # fmt: skip


def test_the_menu_is_ordered_from_cancelled_and_judged(client, place, stand_in):
    person = member(place.mill, MINE, name="李小会")
    service = offer(place.east, places=1)
    (line,) = read(client, "menu").json()
    assert (line["title"], line["left"], line["is_own"]) == ("免费体检", 1, False)
    assert (
        read(client, "orders").status_code,
        send(client, "orders", service=str(service.pk)).status_code,
    ) == (401, 401)
    signed_in(client, person)
    assert read(client, "menu").json()[0]["is_own"] is True
    assert send(client, "orders", service=str(service.pk), wish="早" * 61).json()["fields"] == {
        "wish": ["最多 60 个字"]
    }
    assert send(client, "orders", service=str(place.mill.path)).status_code == 422
    assert send(client, "orders", service="00000000-0000-7000-8000-000000000000").status_code == 404
    assert send(client, "orders", service=str(service.pk), wish="周三").status_code == 202
    assert [one["kind"] for one in read(client, "orders").json()["waiting"]] == ["orders.order"]
    letters_taken_in()
    (made,) = read(client, "orders").json()["orders"]
    assert (made["title"], made["stage"], read(client, "menu").json()[0]["left"]) == ("免费体检", "asked", 0)
    assert send(client, "orders", service=str(service.pk)).json()["detail"].startswith("名额刚刚满了")
    assert send(client, "orders/judge", item=made["item"], stars="5").status_code == 404
    assert send(client, "orders/cancel", item=made["item"]).status_code == 202
    letters_taken_in()
    assert (read(client, "orders").json()["orders"][0]["stage"], read(client, "menu").json()[0]["left"]) == (
        "withdrawn",
        1,
    )
    assert send(client, "orders/cancel", item=made["item"]).status_code == 404


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(URLS), JSON | st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_is_sent_is_answered_in_words(client, url, body):
    cache.clear()
    set_reach(NOBODY)
    answer = client.post(f"/api/hall/{url}", json.dumps(body), content_type="application/json")
    assert answer.status_code < 500
    assert answer.status_code == 200 or "detail" in answer.json() or "receipt" in answer.json()
