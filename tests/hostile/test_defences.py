"""What every answer of the platform carries and refuses, asked at every address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from gonghui.kernel.actors.models import Account
from gonghui.kernel.reach.session import set_reach
from tests.hostile.asking import MEMBER, NOBODY, Asker, sent
from tests.hostile.ways import Way, ways
from tests.leaks.rights import OWNERS
from tests.support import PASSWORD, ROOT, database

pytestmark = database
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src 'self'", "img-src 'self' data:", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "object-src 'none'",
}  # fmt: skip
SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<[^>]*\son[a-z]+=|javascript:|<style|<[^>]*\sstyle=",
    re.I,
)
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example", "javascript:alert(1)", "/%09/evil.example", "http://testserver@evil.example/", "\thttps://evil.example")  # fmt: skip
SHARED = {"hall-size"}  # its cookie says how large the letters are
WITHOUT_TOKEN = {
    "field-forget": "asked by a phone on which nobody is signed in; changes nothing that was not asked for before",
}
OWN_COPY = {
    "field",
    "field-worker",
    "field-manifest",
    "hall-worker",
}  # the same for everybody, kept by the phone


@pytest.fixture(scope="package")
def every(asker: Asker) -> list[Way]:
    return ways(asker, 1)


def test_every_answer_says_how_it_may_be_used(asker: Asker, every: list[Way]) -> None:
    faults, pages = [], 0
    for way in every:
        if way.method != "GET":
            continue
        told = asker.ask(way.person, "GET", way.url)
        is_page = told.headers.get("Content-Type", "").startswith("text/html")
        pages += is_page and told.status == 200
        faults += [f"{way.name} {name}" for name, value in ALWAYS.items() if told.headers.get(name) != value]
        said = {part.strip() for part in told.headers.get("Content-Security-Policy", "").split(";")}
        faults += [f"{way.name} {told.status} CSP {POLICY - said}"] if POLICY - said else []
        faults += [f"{way.name} inline: {found[0][:80]}" for found in SCRIPT.finditer(told.text) if is_page]
        if way.person != NOBODY and way.name not in OWN_COPY | {"api:openapi-json"} and "no-store" not in told.headers.get("Cache-Control", ""):  # fmt: skip
            faults += [f"{way.name} {told.status} may be kept: {told.headers.get('Cache-Control')}"] if told.status == 200 and way.person != MEMBER else []  # fmt: skip
        for cookie in (one for one in told.cookies if "Max-Age=0" not in one):
            if "SameSite=Lax" not in cookie or ("HttpOnly" not in cookie and way.name not in SHARED):
                faults.append(f"{way.name}: {cookie}")
    assert faults == []
    assert pages > 120


def test_every_write_asks_for_the_token(asker: Asker, every: list[Way]) -> None:
    """403 for whoever is signed in, whatever they may; the open API takes JSON alone, which no foreign form can send."""
    kept, wrong, asked = asker.clients, [], 0
    asker.clients = {}
    for person in {way.person for way in every}:
        strict = asker.clients[person.username] = Client(
            enforce_csrf_checks=True, raise_request_exception=False
        )
        strict.cookies = kept[person.username].cookies
    try:
        for way in every:
            if way.method == "GET":
                continue
            asked += 1
            told = asker.ask(way.person, way.method, way.path, sent(dict(way.form)).encode())
            is_open_api = way.name.startswith("api:hall-")
            right = (
                told.status in {401, 403, 405, 415, 422}
                if is_open_api
                else told.status in {403, 405} | ({404} if way.path.startswith("/accounts/") else set())
            )
            if not right and way.name not in WITHOUT_TOKEN:
                wrong.append(f"{way.name}: {told.status}")
    finally:
        asker.clients = kept
    assert wrong == []
    assert asked > 200


def test_no_address_leads_elsewhere(asker: Asker, every: list[Way]) -> None:
    leads = [way for way in every if "next" in (way.words or ()) or "accounts" in way.path]
    for way in leads:
        for at, target in enumerate(ELSEWHERE):
            if at and not way.path.startswith(("/accounts/login", "/s/sign-in", "/post/", "/sign-in/")):
                continue  # those that read it meet all of them, the others one
            query, form = {"next": target}, dict(way.form) | {"next": target}
            told = asker.ask(way.person, way.method, f"{way.path}?{sent(query)}", sent(form).encode() if way.method != "GET" else b"")  # fmt: skip
            to = told.headers.get("Location", "")
            assert is_here(to), f"{way.name} → {to}"
            assert f'href="{target}"' not in told.text
    assert len(leads) > 20


def is_here(to: str) -> bool:
    """Whether a browser stays with us: it reads a backslash like a slash and passes over tabs."""
    plain = to.replace("\\", "/").replace("\t", "").strip()
    return (
        not plain.startswith("//")
        and urlsplit(plain).netloc in {"", "testserver"}
        and urlsplit(plain).scheme in {"", "http", "https"}
    )


def test_another_name_of_the_host_is_refused(asker: Asker) -> None:
    for page in ("/", "/accounts/login/", "/s/", "/api/registers"):
        assert asker.ask(NOBODY, "GET", page, HTTP_HOST="evil.example").status == 400
        told = asker.ask(NOBODY, "GET", page, HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_ORIGINAL_URL="/settings/people/", HTTP_X_REWRITE_URL="/settings/people/")  # fmt: skip
        assert "evil.example" not in told.text + str(told.headers)


def test_a_session_known_before_signing_in_is_worth_nothing_after_it(asker: Asker) -> None:
    """Fixation and replay: the key changes at the door, and the one of before opens nothing, nor after signing out."""
    set_reach(ROOT)
    cache.clear()
    with transaction.atomic():
        account = asker.scene.accounts[OWNERS["east"].username]
        account.set_password(PASSWORD)
        account.save()
        client = Client()
        client.get("/accounts/login/?next=/")
        session = client.session
        session["planted"] = "yes"
        session.save()
        before = client.cookies["sessionid"] = session.session_key
        answer = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
        inside = client.cookies["sessionid"].value
        assert (answer.status_code, inside != before) == (302, True)
        assert Client().get("/", headers={"cookie": f"sessionid={before}"}).url.startswith("/accounts/login/")
        assert client.get("/").status_code in {200, 302}
        client.post("/accounts/logout/")
        assert Client().get("/", headers={"cookie": f"sessionid={inside}"}).url.startswith("/accounts/login/")
        transaction.set_rollback(True)
    assert Account.objects.filter(pk=account.pk).exists()


def test_after_five_bad_tries_the_right_password_does_not_help(asker: Asker) -> None:
    set_reach(ROOT)
    cache.clear()
    with transaction.atomic():
        account = asker.scene.accounts[OWNERS["west"].username]
        account.set_password(PASSWORD)
        account.save()
        client = Client()
        for _ in range(5):
            client.post("/accounts/login/", {"login": account.username, "password": "not this one"})
        answer = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
        assert (answer.status_code, "登录失败次数过多" in answer.content.decode()) == (200, True)
        transaction.set_rollback(True)
    cache.clear()
