"""Asking as somebody, learning which words a page reads, and putting hostile ones in their place."""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.core.signals import got_request_exception
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from tests.hostile.values import MARKUP, TIMES_SEVEN
from tests.leaks.rights import OWNERS, Person, attackers
from tests.leaks.scene import Scene
from tests.support import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FORM = "application/x-www-form-urlencoded"
NOBODY = Person("", how="signed out")
MEMBER = Person("member", how="signed in as themselves")
LIKELY = (OWNERS["east"], OWNERS["county"], Person("east.liaison", "liaison", "g1"))
PEOPLE = {person.username: person for person in (*OWNERS.values(), *attackers(), MEMBER)}


@dataclass(frozen=True)
class Told:
    status: int
    text: str
    headers: dict[str, str]
    words: frozenset[str] = frozenset()
    cookies: tuple[str, ...] = ()


@dataclass
class Asker:
    """``faults``: what went wrong, in words that say how to ask it again."""

    scene: Scene
    clients: dict[str, Client] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    asked: int = 0

    def client(self, person: Person) -> Client:
        if person.username not in self.clients:
            set_reach(ROOT)
            client = self.clients[person.username] = Client(raise_request_exception=False)
            if person == MEMBER:
                self._as_member(client)
            elif person.username:
                client.force_login(self.scene.accounts[person.username])
            if person.role:
                session = client.session
                session["post"] = self.scene.posts[person.username].pk
                session.save()
        return self.clients[person.username]

    def _as_member(self, client: Client) -> None:
        session = client.session
        pk = str(self.scene.of["mill"].members[0].pk)
        session["subject"] = {"pk": pk, "at": clock.now().isoformat()}
        session.save()
        client.cookies["sessionid"] = session.session_key

    def ask(
        self, person: Person, method: str, url: str, body: bytes = b"", kind: str = FORM, **meta: str
    ) -> Told:
        """The answer; everything is undone, and a fault of the program is kept in words."""
        client = self.client(person)
        kept = session_of(client)
        self.asked += 1
        fell: list[str] = []
        note = lambda **_: fell.append(traceback.format_exc(limit=-3))  # noqa: E731
        got_request_exception.connect(note, weak=False)
        try:
            with transaction.atomic(), words_read() as words:
                response = client.generic(method, url, body, kind, **meta)
                text = b"".join(response.streaming_content) if response.streaming else response.content
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(note)
        client.cookies.pop("messages", None)
        if session_of(client) != kept:  # signed out, or with another session: undone like everything else
            client.cookies["sessionid"] = kept
        told = Told(
            response.status_code, text.decode(errors="replace"), dict(response.headers), frozenset(words),
            tuple(one.OutputString() for one in response.cookies.values()),
        )  # fmt: skip
        self._judge(
            f"{person.username or 'signed out'}: {method} {url[:200]} {body[:200]!r} {meta or ''}", told, fell
        )
        return told

    def _judge(self, what: str, told: Told, fell: list[str]) -> None:
        if told.status >= 500 or fell:
            self.faults.append(f"{what} → {told.status} {''.join(fell)}")
        elif told.status >= 400 and not is_said(told):
            self.faults.append(f"{what} → {told.status} without a sentence: {told.text[:200]!r}")
        if TIMES_SEVEN in told.text:
            self.faults.append(f"{what}: a template was run")
        if MARKUP in told.text and told.headers.get("Content-Type", "").startswith("text/html"):
            self.faults.append(f"{what}: markup came back alive")
        if any("\n" in value or "\r" in value for value in told.headers.values()):
            self.faults.append(f"{what}: a header was broken")


def is_said(told: Told) -> bool:
    """A refusal says in Chinese what happened; only a wrong method is answered by the server itself."""
    is_json = told.headers.get("Content-Type", "").startswith("application/json")
    text = json.dumps(json.loads(told.text), ensure_ascii=False) if is_json else told.text
    return told.status == 405 or len(CHINESE.findall(text)) >= 4


def session_of(client: Client) -> str:
    kept = client.cookies.get("sessionid")
    return kept.value if kept else ""


@contextmanager
def words_read() -> Iterator[set[str]]:
    """Which words a page asks of its address and of its form."""
    found: set[str] = set()
    kept: dict[str, Any] = {name: getattr(MultiValueDict, name) for name in ("get", "getlist", "__getitem__")}
    kept["__contains__"] = dict.__contains__

    def watched(name: str) -> Any:
        def asked(self: Any, key: Any, *more: Any) -> Any:
            found.add(str(key))
            return kept[name](self, key, *more)

        return asked

    for name in kept:
        setattr(QueryDict, name, watched(name))
    try:
        yield found
    finally:
        for name in kept:
            delattr(QueryDict, name)


def sent(values: dict[str, Any]) -> str:
    return urlencode(values, doseq=True, errors="surrogatepass")


def at(path: str, values: dict[str, Any]) -> str:
    return f"{path}?{sent(values)}" if values else path


def said(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")
