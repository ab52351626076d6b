"""联系网's addresses: what a phone may ask, and that anything else it sends is answered in words."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.sync.catalogue import ARRIVALS, PACKAGES, Settled
from gonghui.kernel.sync.models import Arrival, Device, Photo
from gonghui.site.field.reading import Unreadable, read, records_of
from gonghui.site.field.shell import version
from tests.support import database, officer, set_today, sign_in

WECHAT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/89.0 MicroMessenger/8.0.20"
PHONE = str(uuid4())


@pytest.fixture
def noted(monkeypatch):
    """A kind of record that takes everything, and a package with the name of the asker's unit."""
    seen = []

    def take(actor, arrived, now):
        seen.append(arrived)
        return Settled("taken", "已收下", subject="note:1", version=1)

    monkeypatch.setitem(ARRIVALS, "test.note", ("记一笔", take))
    monkeypatch.setitem(PACKAGES, "test", lambda actor, today: {"unit": actor.unit_name})
    return seen


@pytest.fixture
def liaison(county, noted, client, monkeypatch):
    set_today(monkeypatch, clock, "2026-09-10")
    actor = officer(county.grid, "liaison", "liaison1", "王磊")
    sign_in(client, actor)
    return actor


def ask(client, name: str, **body):
    given = {"device": PHONE, "sent_at": clock.now().isoformat()} | body
    return client.post(f"/m/api/{name}/", json.dumps(given), content_type="application/json")


def note(**more):
    made = {"id": str(uuid4()), "kind": "test.note", "content": {"text": "走了一家"}}
    return made | {"made_at": clock.now().isoformat()} | more


@database
def test_a_phone_says_hello_takes_its_package_and_sends(liaison, client, noted):
    who = client.get("/m/api/hello/").json()
    assert (who["ready"], who["name"], who["unit"], who["post"]) == (
        True,
        "王磊",
        "第一网格",
        liaison.post_id,
    )
    taken = ask(client, "pack").json()
    assert taken["packages"]["test"] == {"unit": "第一网格"}
    assert datetime.fromisoformat(taken["until"]) - datetime.fromisoformat(taken["now"]) == timedelta(days=14)
    assert "packages" not in ask(client, "pack", have=taken["version"]).json()
    one = note()
    answers = [ask(client, "records", records=[one]).json()["answers"] for _ in range(2)]
    assert (
        answers[0]
        == answers[1]
        == {one["id"]: {"state": "taken", "text": "已收下", "subject": "note:1", "version": 1}}
    )
    assert len(noted) == 1


@database
def test_a_phone_that_runs_ahead(liaison, client, noted):
    ahead, now = timedelta(days=3), clock.now()
    one = note(made_at=(now + ahead - timedelta(hours=2)).isoformat())
    ask(client, "records", records=[one], sent_at=(now + ahead).isoformat())
    assert noted[0].made_at == now - timedelta(hours=2)
    assert Device.objects.visible_to(liaison).get().clock_ahead == 3 * 24 * 3600


@database
def test_where_to_go_first(client, county, db_with_reach):
    assert client.get("/m/api/hello/").json() | {"now": ""} == {
        "now": "", "ready": False, "to": "/accounts/login/?next=/m/", "text": "要先登录"
    }  # fmt: skip
    sign_in(client, officer(county.mill, "union_chair", "chair", "李厂"))
    assert client.get("/m/api/hello/").json()["to"] == "/post/?next=/m/"
    assert ask(client, "pack").status_code == 403


@database
def test_without_the_token_nothing_is_taken(liaison):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, liaison)
    assert ask(strict, "records", records=[note()]).status_code == 403
    token = strict.get("/m/api/hello/").json()["csrf"]
    body = json.dumps({"device": PHONE, "sent_at": clock.now().isoformat(), "records": [note()]})
    sent = strict.post(
        "/m/api/records/", body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert sent.status_code == 200


@database
def test_one_half_record_keeps_nothing_back(liaison, client, noted):
    good, half = note(), note(content="?")
    answers = ask(client, "records", records=[good, half]).json()["answers"]
    assert [answers[one["id"]]["state"] for one in (good, half)] == ["taken", "refused"]
    set_reach(liaison)
    assert [row.pk for row in Arrival.objects.visible_to(liaison)] == [noted[0].id]


@database
def test_a_photo_comes_ahead_of_its_record(liaison, client, noted):
    out, pk = BytesIO(), str(uuid4())
    Image.new("RGB", (30, 20), "navy").save(out, "JPEG")
    for _ in range(2):
        picture = SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")
        sent = client.post("/m/api/photos/", {"device": PHONE, "id": pk, "photo": picture})
        assert sent.json() == {"state": "kept"}
    early = note(photos=[str(uuid4())])
    assert ask(client, "records", records=[early]).json()["answers"][early["id"]] == {"state": "again"}
    one = note(photos=[pk])
    assert ask(client, "records", records=[one]).json()["answers"][one["id"]]["state"] == "taken"
    set_reach(liaison)
    assert noted[0].files == [Photo.objects.visible_to(liaison).get().file_id]
    bad = SimpleUploadedFile("photo.jpg", b"nothing of the kind", "image/jpeg")
    refused = client.post("/m/api/photos/", {"device": PHONE, "id": str(uuid4()), "photo": bad}).json()
    assert refused["state"] == "refused"
    assert refused["text"].startswith("这张照片没收下：")


@database
def test_a_lost_phone_is_wiped_from_the_desk(liaison, client, county):
    ask(client, "pack")
    assert client.post("/m/api/forget/", {"device": PHONE}, content_type="application/json").json() == {
        "wipe": False
    }
    desk = sign_in(Client(), officer(county.county, "county_clerk", "clerk", "丁"))
    page = desk.get("/settings/phones/").content.decode()
    assert "1 部手机上有资料" in page
    assert "王磊" in page
    desk.post(f"/settings/phones/{PHONE}/wipe/")
    refused = ask(client, "records", records=[note()])
    assert (refused.status_code, refused.json()["wipe"]) == (409, True)
    nobody = Client()  # whoever found it is not signed in
    assert nobody.post("/m/api/forget/", {"device": PHONE}, content_type="application/json").json() == {
        "wipe": True
    }
    assert "已清除 · 09-10" in desk.get("/settings/phones/").content.decode()


@database
def test_nobody_wipes_a_colleagues_phone(liaison, client, county):
    ask(client, "pack")
    other = sign_in(Client(), officer(county.grid, "liaison", "liaison2", "李芳"))
    east = sign_in(Client(), officer(county.east, "town_clerk", "east", "戊"))
    for one in (other, east):
        assert one.post(f"/settings/phones/{PHONE}/wipe/").status_code == 404
        assert "王磊" not in one.get("/settings/phones/").content.decode()
    set_reach(liaison)
    assert Device.objects.visible_to(liaison).get().wipe_asked_at is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
RECORD = st.fixed_dictionaries(
    {"id": st.just(str(uuid4())) | JSON},
    optional={
        key: JSON for key in ("kind", "subject", "base_version", "content", "photos", "made_at", "instead")
    },
)


@given(
    body=st.dictionaries(
        st.sampled_from(["device", "sent_at", "records"]), JSON | st.lists(RECORD, max_size=3)
    )
)
def test_whatever_is_sent_is_read_or_refused(body):
    with contextlib.suppress(Unreadable):
        records_of(read(json.dumps(body).encode()))


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"null", b'{"a": NaN}', b'{"a": 1e999}', b"[" * 100_000, b'{"a": "\\u0000"}', b'{"\\ud800": 1}'],
    ids=repr,
)  # fmt: skip
def test_what_is_no_object_of_ours_is_refused(body):
    with pytest.raises(Unreadable):
        read(body[:200] if body.startswith(b"[[") else body)


@database
@pytest.mark.parametrize("name", ["pack", "records", "photos", "forget"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON)
def test_an_address_answers_anything_in_words(liaison, client, name, body):
    answer = client.post(f"/m/api/{name}/", json.dumps(body), content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["text"])


@database
def test_wechat_is_asked_to_open_a_browser(client, db_with_reach):
    page = client.get("/m/", headers={"User-Agent": WECHAT}).content.decode()
    assert "请换手机浏览器打开" in page
    assert "field.js" not in page
    assert "field.js" in client.get("/m/").content.decode()


@database
def test_the_page_and_its_worker_say_nothing_of_anybody(liaison, client):
    """They are kept on the phone in clear, and are the same for everybody."""
    nobody = Client()
    for url in ("/m/", "/m/worker.js", "/m/app.webmanifest"):
        assert client.get(url).content == nobody.get(url).content
    assert "caches.open(VERSION)" in nobody.get("/m/worker.js").content.decode()
    assert nobody.get("/m/app.webmanifest").json()["scope"] == "/m/"


def test_every_process_gives_the_worker_the_same_version():
    """Python's own hash differs from process to process; a version made of it would be new at every request."""
    code = "import django; django.setup(); from gonghui.site.field.shell import version; print(version())"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True, timeout=60,
        ).stdout.strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert told == {version()}
