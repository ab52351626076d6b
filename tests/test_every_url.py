"""Every address says who may enter, is on trial in the leak matrix or says why not, and reads without writing."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, SUBJECT
from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.definition import REGISTERS
from tests.leaks import scene
from tests.leaks.catalogue import CATALOGUE, NOBODYS_ROWS
from tests.leaks.rights import HOLDS, OWNERS, Person, attackers
from tests.leaks.siege import Siege, read
from tests.support import ROOT, database, set_today

NOT_OURS = {
    "accounts/": "allauth: the asker's own account, password, second factors and sessions, and nobody else's rows",
}
DOORS_OF_THEIR_OWN = {
    "api:openapi-json": "the description of the API; open",
    "api:api-root": "answers 404 to everybody",
    "api:registers": "ninja's auth, for the whole API",
    "api:listing": "ninja's auth, for the whole API",
    "api:create": "ninja's auth, for the whole API",
    "api:one": "ninja's auth, for the whole API",
    "api:change": "ninja's auth, for the whole API",
}
NOTES_ON_READING = dict.fromkeys(
    ("file", "matter-proof", "document-file", "founding-paper", "standard-file", "title-file"),
    "a download is noted in the journal",
)
PEOPLE = {person.username: person for person in attackers()}
READERS = {"gateways": PEOPLE["county.admin"]} | dict.fromkeys(
    ("document-settings", "document-template", "document-template-blank", "document-void", "burden"),
    PEOPLE["north.county_clerk"],
)
READERS["upward-new"] = PEOPLE["east.town_clerk"]
OF_THE_SESSION = {"django_session", "usersessions_usersession", "django_cache"}
COUNTED = ("indicators_", "standards_standing")  # what changed is counted and judged when somebody looks


def walk(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for one in resolver.url_patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from walk(one, route, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", route, one


EVERY = list(walk(get_resolver()))
OURS = [(name, route, one) for name, route, one in EVERY if not route.startswith(tuple(NOT_OURS))]
OPEN_TO_ALL = {
    *("hall", "hall-size", "hall-receipt", "hall-worker", "hall-feedback", "privacy"),
    *("join-begin", "join", "receipt", "scan", "card"),
    *("my-sign-in", "my-code", "my-out", "my-wechat-in", "my-wechat-back"),
    *("field", "field-worker", "field-manifest", "field-hello", "field-forget"),
    *("menu", "service", "said", "poll-vote"),
    "feedback",
    "code-ask",
    "code-check",
    "verify",
    "verify-ask",
    "api:openapi-json",
    "api:api-root",
}
OF_THE_HALL = ("begin", "poster", "apply", "application", "supply", "withdraw", "before-sign-in", "ask", "check", "by-wechat", "out", "menu")  # fmt: skip
OPEN_TO_ALL |= {f"api:hall-{name}" for name in OF_THE_HALL}
DOORS_OF_THEIR_OWN |= {f"api:hall-{name}": "open, as the page it answers for" for name in OF_THE_HALL}
DOORS_OF_THEIR_OWN |= dict.fromkeys(
    [f"api:hall-{name}" for name in ("my", "bind-wechat", "orders", "order", "cancel", "judge")],
    "ninja's auth: whoever signed in",
)
SUBJECTS = {name for name, _, one in OURS if getattr(one.callback, "door", None) == SUBJECT}
CLOSED = [(name, route) for name, route, _ in OURS if name not in OPEN_TO_ALL]
WORDS = {
    "key": "members",
    "pk": "01900000-0000-7000-8000-000000000000",
    "channel": "sms",
    "short": "0123456789",
    "kind": "request",
    "move": "claim",
    "code": "2345-6789-ABCD",
    "which": "pdf",
    "form": "docx",
    "number": 1,
    "tree": "industry",
    "token": "A" * 18,
    "receipt": "A" * 20,
}


def address(name: str, route: str) -> str:
    """The address with every part filled in by something of the right shape."""
    filled = {"parameter": {"key": "test.share"}}.get(name, WORDS)
    if "<int:pk>" in route:
        filled = {"pk": 1, "tree": "industry", "item": "place"}
    given = {word: value for word, value in filled.items() if f":{word}>" in route or f"<{word}>" in route}
    return reverse(name, kwargs=given)


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _, _ in EVERY]
    assert all(not name.endswith("None") for name in names)
    assert len({(name, route) for name, route, _ in EVERY}) == len(names)


@pytest.mark.parametrize(("name", "route", "one"), OURS, ids=[name for name, _, _ in OURS])
def test_every_address_says_who_may_enter(name, route, one):
    door = getattr(one.callback, "door", None)
    assert door or name in DOORS_OF_THEIR_OWN, f"{route} has no @door"
    assert not (door and name in DOORS_OF_THEIR_OWN)
    if door and "." in door:
        granted = {grant for role in ROLES.values() for grant in role.permissions}
        assert any(fnmatchcase(door, grant) for grant in granted)


def test_every_address_is_on_trial_or_says_why_not():
    ours = {name for name, _, _ in OURS}
    assert ours - CATALOGUE.keys() - NOBODYS_ROWS.keys() == set()
    assert (CATALOGUE.keys() | NOBODYS_ROWS.keys()) - ours == set(), "no such address any more"
    assert CATALOGUE.keys() & NOBODYS_ROWS.keys() == set()


def test_nothing_is_open_to_everybody_but_what_is_named_here():
    is_open = {name for name, _, one in OURS if getattr(one.callback, "door", None) == OPEN}
    assert is_open <= OPEN_TO_ALL


def test_every_role_is_on_trial():
    assert ROLES.keys() == HOLDS.keys()


@database
@pytest.mark.parametrize(("name", "route"), CLOSED, ids=[name for name, _ in CLOSED])
@pytest.mark.parametrize("method", ["get", "post", "head", "put"])
def test_somebody_not_signed_in_is_sent_to_the_door(client, county, name, route, method):
    response = getattr(client, method)(address(name, route))
    if name.startswith("api:"):
        assert response.status_code in {401, 405}
    else:
        entrance = "/s/sign-in/" if name in SUBJECTS else "/accounts/login/"
        assert (response.status_code, response.url.split("?")[0]) == (302, entrance)


@database
@pytest.mark.timeout(300)
def test_reading_writes_nothing(tmp_path, monkeypatch, db_with_reach):
    set_today(monkeypatch, clock, "2026-11-21")
    siege = Siege(scene.build(tmp_path))
    for reader in (OWNERS["east"], *READERS.values()):
        siege.client(reader)  # signing in notes the hour
    asked, noted = set(), set()
    for town in ("east", "mill"):
        for name, source in CATALOGUE.items():
            for probe in source(siege.scene, siege.scene.of[town]):
                if probe.method == "GET" and probe.url not in asked:
                    asked.add(probe.url)
                    touched = written(siege, probe.url, READERS.get(name, OWNERS["east"]))
                    assert set(touched) <= ({"journal_entry"} if name in NOTES_ON_READING else set())
                    noted |= {name} if touched else set()
    routes = {name: route for name, route, _ in OURS}
    for name in sorted(
        NOBODYS_ROWS.keys()
        - {"register-template", "notice-address-drop", "hall-size", "my-out", "linkage-find"}
        - {"field-pack", "field-records", "field-photos", "field-forget"}
    ):
        assert written(siege, address(name, routes[name]), READERS.get(name, OWNERS["east"])) == []
    for key in REGISTERS.keys() - {"regions"}:
        assert written(siege, reverse("register-template", args=[key])) == []
    assert noted == NOTES_ON_READING.keys()
    assert len(asked) > 200


def written(siege: Siege, url: str, reader: Person = OWNERS["east"]) -> list[str]:
    """The tables whose rows are other after somebody who may has read this address."""
    before = counts()
    response = siege.client(reader).get(url)
    assert response.status_code in {200, 302, 401, 404, 405}, f"{url} → {response.status_code}"
    read(response)
    after = counts()
    return [table for table in after if after[table] != before[table]]


def counts() -> dict[str, tuple[int, int]]:
    """Per table: how many rows were put in, changed or taken out in this transaction."""
    set_reach(ROOT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables")
        return {
            name: (more, fewer)
            for name, more, fewer in cursor.fetchall()
            if name not in OF_THE_SESSION and not name.startswith(COUNTED)
        }
