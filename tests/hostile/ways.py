"""Every address as somebody who may use it asks for it: the requests that hostile ones are made from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from tests.hostile.asking import FORM, LIKELY, MEMBER, NOBODY, Asker, sent
from tests.leaks.catalogue import CATALOGUE
from tests.leaks.probing import Probe
from tests.leaks.rights import OWNERS, Person, owner_of
from tests.leaks.scene import VICTIMS
from tests.leaks.siege import KNOWN
from tests.test_every_url import EVERY, READERS, address

METHODS = ("GET", "POST", "PUT")
UNITS = ("mill", "east", "mine", "west", *VICTIMS)
ROW = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|\d+|(?<=/)[A-Z0-9]{18,20}(?=/|$)")
SHUT = {301, 302, 401, 403, 404}


@dataclass(frozen=True)
class Way:
    """``query`` and ``form``: what somebody in good faith sends there; ``words``: what the page asked for then."""

    name: str
    person: Person
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, Any], ...] = ()
    words: frozenset[str] | None = None
    kind: str = "form"

    @property
    def url(self) -> str:
        return f"{self.path}?{sent(dict(self.query))}" if self.query else self.path


def ways(asker: Asker, most: int) -> list[Way]:
    """The different requests to each address, at most so many of one method, by the first person it is open to."""
    found = []
    for name, route, _ in EVERY:
        every = list(_of_catalogue(asker, name)) if name in CATALOGUE else []
        made = [one for method in METHODS for one in [way for way in every if way.method == method][:most]]
        if not any(one.method == "GET" for one in made):
            made.append(_plain(asker, name, route, "GET"))
        if not any(one.method != "GET" for one in made):
            made.append(_plain(asker, name, route, "POST"))
        found += made
    return found


def _of_catalogue(asker: Asker, name: str) -> Iterator[Way]:
    seen: set[Any] = set()
    for key in UNITS:
        for probe in CATALOGUE[name](asker.scene, asker.scene.of[key]):
            if probe.htmx or (mark := _mark(probe)) in seen:
                continue
            seen.add(mark)
            yield _of(probe, KNOWN[probe.by] if probe.by else owner_of(key))


def _mark(probe: Probe) -> Any:
    """Two requests are of one kind when they differ in the row alone."""
    body = json.loads(probe.body or "{}") if probe.method != "GET" else {}
    words = frozenset(body) if isinstance(body, dict) else frozenset()
    return probe.method, words, ROW.sub("", probe.url.split("?")[0])


def _of(probe: Probe, person: Person) -> Way:
    path, _, query = probe.url.partition("?")
    body = json.loads(probe.body or "{}") if probe.method != "GET" else {}
    form = tuple(body.items()) if isinstance(body, dict) else ()
    return Way(probe.name, person, probe.method, path, tuple(QueryDict(query).items()), form, kind=probe.kind)


def _plain(asker: Asker, name: str, route: str, method: str) -> Way:
    url = re.sub("<[^>]*>", "1", f"/{route}") if route.startswith("accounts/") else address(name, route)
    first = READERS.get(name, OWNERS["east"])
    people = (NOBODY, *LIKELY) if route.startswith("accounts/") else (first, *LIKELY, MEMBER, NOBODY)
    for person in people:
        told = asker.ask(person, method, url, kind=FORM)
        if told.status not in SHUT:
            return Way(name, person, method, url, words=told.words)
    return Way(name, first, method, url)
