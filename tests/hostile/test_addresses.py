"""What is not a form: the words inside addresses, headers and cookies, JSON of every shape."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.hostile.asking import LIKELY, MEMBER, NOBODY, Asker, said
from tests.hostile.values import LONG, MARKUP, VALUES
from tests.leaks.rights import OWNERS
from tests.support import database
from tests.test_every_url import EVERY

pytestmark = database
PART = re.compile(r"<[^>]*>|\(\?P<[^>]*>[^)]*\)")
IN_PATH = [
    *(value for value in VALUES.values() if 0 < len(value) < 1_000),
    "9" * 5_000,
    "-5",
    "0",
    "None",
    "长" * 900,
]
PAGES = (
    "/search/?q=a",
    "/s/?q=a",
    "/r/members/",
    "/accounts/login/?next=/",
    "/m/api/hello/",
    "/api/registers?q=a",
)
HEADERS = {
    "CONTENT_LENGTH": ["x", "-1", "1e9", "9" * 30],
    "CONTENT_TYPE": [
        "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data; boundary=x; charset=unicode_escape", ";", "a/b/c; =",
    ],
    "HTTP_COOKIE": [
        'sessionid="aaaaaaaa\\000aaaaaaaaaaaaaaaaaaaaaaaa"', "sessionid=" + "a" * 8_000, 'csrftoken="\\000"', "messages=[]", "=;;=",
        'sessionid="\\355\\240\\200aaaaaaaaaaaa"', "sessionid=" + MARKUP, "messages=" + "W" * 4_000,
    ],
    "HTTP_HOST": ["evil.example", "a b", "localhost:99999999", "[::1", "localhost\x00", "'\"><script>"],
    "HTTP_USER_AGENT": ["\x00", "长" * 3_000, MARKUP, "\ud800"],
    "HTTP_ACCEPT_LANGUAGE": ["x" * 9_000, "zh;q=NaN", "\x00", "*;q=1e999"],
    "HTTP_X_FORWARDED_FOR": ["\x00", "1.2.3.4, " * 900, "not an address", MARKUP],
    "HTTP_REFERER": ["\x00", MARKUP, "http://["],
    "HTTP_HX_REQUEST": ["true"],
    "HTTP_HX_CURRENT_URL": ["http://[", "\x00", "%ED%A0%80", MARKUP],
    "HTTP_IF_MODIFIED_SINCE": ["0000", "Mon, 99 Foo 99999 99:99:99 GMT"],
    "HTTP_IF_NONE_MATCH": ["\x00", '"' * 900],
    "HTTP_RANGE": ["bytes=9-1", "bytes=-" + "9" * 40],
    "HTTP_X_CSRFTOKEN": ["\x00", "a" * 9_000],
}  # fmt: skip
DEEP = b"[" * 100_000
SHAPES: list[bytes] = [
    b"", b"null", b"0", b'"a"', b"[]", b"[[]]", b"{", b"\xff\xfe", b'{"a":NaN}', b'{"a":1e999}', b'{"a":' + b"9" * 5_000 + b"}", DEEP, b'{"a":' * 5_000,
    b'{"a":' * 900 + b"1" + b"}" * 900, "长".encode("utf-16"), b'{"a":1,"a":2}',
]  # fmt: skip
INSIDE: list[Any] = [
    None, True, -1, 10**40, 1.5, "", "\x00", "\ud800", MARKUP, [], {}, [[[]]], {"$ne": 1}, [None], ["\x00"], "9999-12-31", "0000-00-00T00:00", 2**63,
]  # fmt: skip


def filled(route: str, value: str) -> str:
    return "/" + PART.sub(lambda _: value, re.sub(r"\\.|[\^$]", lambda found: found[0][1:], route))


def without_faults(asker: Asker) -> None:
    faults, asker.faults = asker.faults, []
    assert "\n".join(dict.fromkeys(faults)) == ""


def besieged_paths(asker: Asker, each: int) -> int:
    turn = 0
    for _, route, _ in EVERY:
        if PART.search(route):
            for at in range(each):
                value = said(IN_PATH[(turn + at) % len(IN_PATH)])
                for person in (OWNERS["county"], *(LIKELY[2], MEMBER, NOBODY)[(turn + at) % 3 :][:1]):
                    asker.ask(person, ("GET", "POST")[at % 2], filled(route, value))
            turn += each
    return turn


def test_every_address_with_something_else_in_its_place(asker: Asker) -> None:
    assert besieged_paths(asker, 2) > 250
    without_faults(asker)


@pytest.mark.assure
@pytest.mark.timeout(1_800)
def test_every_address_with_everything_in_its_place(asker: Asker) -> None:
    besieged_paths(asker, 2 * len(IN_PATH))
    without_faults(asker)


def test_headers_and_cookies(asker: Asker) -> None:
    for header, values in HEADERS.items():
        for value in values:
            for turn, page in enumerate(PAGES):
                person = (OWNERS["east"], NOBODY)[turn % 2]
                asker.ask(person, "GET", page, **{header: value})
                asker.ask(person, "POST", page, b"a=%E9&b=%00", **{header: value})
    without_faults(asker)


def besieged_json(asker: Asker, each: int) -> int:
    """Bodies of every shape, then whole ones in which one value is of every kind."""
    turn = 0
    for name, way in JSON_WAYS.items():
        person = MEMBER if name.startswith("api:hall") else OWNERS["east"]
        url = way[0]
        whole = way[1]
        bodies = [SHAPES[(turn + at) % len(SHAPES)] for at in range(each)]
        for place in places_in(whole):
            bodies += [changed(whole, place, INSIDE[(turn + at) % len(INSIDE)]) for at in range(each)]
            turn += each
        for body in bodies:
            asker.ask(person, "POST", url, body, "application/json")
    return turn


RECORD = {
    "id": "01900000-0000-7000-8000-00000000000a", "kind": "survey.answer", "subject": "", "base_version": 0, "photos": ["01900000-0000-7000-8000-00000000000b"],
    "content": {"round": "01900000-0000-7000-8000-00000000000c", "name": "某店", "facts": {"workers": "3"}, "met_on": "2026-11-20", "outcome": "met"},
    "made_at": "2026-11-20T10:00:00+08:00", "instead": None,
}  # fmt: skip
PHONE = {"device": "01900000-0000-7000-8000-0000000000aa", "sent_at": "2026-11-21T10:00:00+08:00"}
APPLICATION = {
    "token": "", "place": 1, "name": "王小骑", "id_type": "1", "id_number": "999", "birth_date": "1990-01-01", "sex": "1", "mobile": "139", "workplace": "某店",
    "groups": ["courier"], "is_migrant": False, "agreed": "", "agreed_sensitive": True, "effort": "",
}  # fmt: skip
NEW = {"name": "李华", "id_number": "999", "mobile": "139", "since": "2024-05-01", "unit__name": "1"}
JSON_WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "api:create": ("/api/registers/members", NEW),
    "api:change": ("/api/registers/employers/01900000-0000-7000-8000-00000000000a", NEW),
    "api:hall-apply": ("/api/hall/applications", APPLICATION),
    "api:hall-supply": ("/api/hall/applications/X/supply", {"text": "补充"}),
    "api:hall-ask": ("/api/hall/sign-in", {"mobile": "139", "last_four": "1234", "effort": ""}),
    "api:hall-check": ("/api/hall/sign-in/code", {"code": "000000"}),
    "api:hall-bind-wechat": ("/api/hall/my/wechat", {"code": "x"}),
    "api:hall-order": ("/api/hall/orders", {"service": RECORD["id"], "wish": "早", "words": ""}),
    "api:hall-judge": ("/api/hall/orders/judge", {"item": RECORD["id"], "stars": "5", "words": ""}),
    "field-pack": ("/m/api/pack/", PHONE | {"have": "x"}),
    "field-records": ("/m/api/records/", PHONE | {"records": [RECORD]}),
    "field-forget": ("/m/api/forget/", PHONE),
    "mfa_login_webauthn": ("/accounts/2fa/webauthn/login/", {"credential": {"id": "x"}}),
}


def places_in(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a body a value stands, at every depth."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [before] if before else []
    return found + [place for key, one in inner for place in places_in(one, (*before, key))]


def changed(whole: dict[str, Any], place: tuple[Any, ...], value: Any) -> bytes:
    body = json.loads(json.dumps(whole))
    at = body
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    return json.dumps(body).encode()


def test_json_of_every_shape(asker: Asker) -> None:
    assert besieged_json(asker, 3) > 150
    without_faults(asker)


@pytest.mark.assure
def test_json_of_every_shape_and_kind(asker: Asker) -> None:
    besieged_json(asker, len(INSIDE))
    without_faults(asker)


def test_a_million_characters_are_refused_soon(asker: Asker) -> None:
    """One field of each net; in an address they are refused at the door."""
    text = "长" * LONG
    for person, url, name in (
        (OWNERS["east"], "/r/members/new/", "name"), (NOBODY, "/s/feedback/", "text"), (NOBODY, "/accounts/login/", "login"),
        (NOBODY, "/s/sign-in/", "mobile"), (OWNERS["east"], "/search/", "q"),
    ):  # fmt: skip
        for body in (f"{name}={text}".encode(), f"{text}=1".encode()):
            assert asker.ask(person, "POST", url, body).status in {200, 302, 400, 405, 422}
        assert asker.ask(person, "GET", f"{url}?{name}={'a' * LONG}").status == 400
    asker.ask(NOBODY, "POST", "/api/hall/sign-in", json.dumps({"mobile": text}).encode(), "application/json")
    without_faults(asker)
