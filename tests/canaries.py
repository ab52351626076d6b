"""Personal numbers of invented people, looked for wherever no clear number may come, in every run of the suite.

Everybody in the tests has an identity number of an area that was never assigned and a mobile of one beginning (``tests.people``);
bank cards begin with one number too. What is watched while tests run: lines of the log as the platform writes them, what the
program prints, every statement that writes to the database (so that no dump, job, session, message or cache holds one), where
answers lead to, and pages that say no. At the end: the folders of the platform and the database server's own log.
"""

from __future__ import annotations

import logging
import logging.config
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.core.handlers.base import BaseHandler

CANARY = re.compile(
    r"(?<![0-9])(?:999001(?:19|20)[0-9]{9}[0-9X]|199000[0-9]{5}|622202999[0-9]{7,10})(?![0-9])"
)
WRITES = re.compile(r"^\s*(?:INSERT|UPDATE|COPY|SELECT procrastinate_)", re.I)
HITS: list[str] = []
BEFORE: dict[Path, int] = {}  # how long the server's log was when this run began
NOW: list[str] = [""]


def hit(channel: str, text: str) -> bool:
    """Notes where a number was seen, with its neighbourhood and without itself."""
    found = CANARY.search(text)
    if found is None:
        return False
    around = CANARY.sub("<number>", text[max(0, found.start() - 80) : found.end() + 40])
    HITS.append(f"{channel} in {NOW[0]}: {around!r}")
    return True


class Ear(logging.Handler):
    """Hears what the platform's own handler would write, at every level that is switched on."""

    def emit(self, record: logging.LogRecord) -> None:
        hit("log", self.format(record))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes | memoryview):
        yield bytes(value).decode("latin-1")
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        yield from texts(list(value.items()))
    elif hasattr(value, "obj") and not callable(value):  # psycopg's wrapper of JSON
        yield from texts(value.obj)


def session_text(data: str) -> str:
    """A session as it lies in the database, unpacked: it is signed, not encrypted."""
    try:
        return str(signing.loads(data, salt="django.contrib.sessions.SessionStore"))
    except signing.BadSignature:
        return ""


def statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = sql if isinstance(sql, str) else ""
    if WRITES.match(text) and params:
        for one in texts(list(params)):
            if len(one) >= 11:
                hit(f"written: {text[:60]}", one)
                if "django_session" in text and ":" in one:
                    hit("session", session_text(one))
    return execute(sql, params, many, context)


def answered(request: Any, response: Any) -> None:
    """Where it leads, what it links to, and what a page says that refuses; never what was typed in this very request."""
    typed = {found for found in CANARY.findall(request.get_full_path())}
    hit(
        "Location",
        CANARY.sub(lambda one: "" if one[0] in typed else one[0], response.headers.get("Location", "")),
    )
    if response.streaming or not response.headers.get("Content-Type", "").startswith(
        ("text/html", "application/json")
    ):
        return
    body = response.content.decode(errors="replace")
    if typed or not CANARY.search(body):
        return
    if response.status_code >= 400 and response.status_code != 422:
        hit(f"page of {response.status_code}", body)
    for link in LINK.findall(body):
        if not link.startswith("tel:"):  # shown to who said why, to be called: it leads nowhere on a server
            hit("link", link)


LINK = re.compile(r"\b(?:href|src|action|hx-[a-z]+|formaction)=\"([^\"]*)\"")


def listen() -> None:
    from django.conf import settings
    from django.db.backends.signals import connection_created

    ear = Ear(logging.DEBUG)
    logging.getLogger().addHandler(ear)
    ear.setFormatter(_formatter(settings.LOGGING))
    connection_created.connect(_watched, weak=False, dispatch_uid="canaries")
    kept = BaseHandler.get_response

    def get_response(self: BaseHandler, request: Any) -> Any:
        response = kept(self, request)
        answered(request, response)
        return response

    BaseHandler.get_response = get_response  # type: ignore[method-assign]


def _formatter(words: dict[str, Any]) -> logging.Formatter:
    return logging.config.DictConfigurator(words).configure_formatter(dict(words["formatters"]["line"]))


def _watched(connection: Any, **_: Any) -> None:
    if statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(statement)


def left_behind(folder: Path) -> None:
    """Files of the platform but the server's own pages, which hold what was written above and ciphers."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "cluster" not in path.parts and "static" not in path.parts:
            hit(f"file {path.name}", path.read_bytes()[BEFORE.get(path, 0) :].decode("latin-1"))


def pytest_configure(config: Any) -> None:
    from tests.environment import HOME

    if (log := HOME.path / "postgresql.log").exists():
        BEFORE[log] = log.stat().st_size
    config.pluginmanager.register(Watch(), "canaries-watch")


class Watch:
    """The hooks: a test that lets a number out fails; what is found at the end ends the run with an error."""

    listening = False

    def pytest_runtest_setup(self, item: Any) -> None:
        if not Watch.listening:
            Watch.listening = True
            listen()
        NOW[0] = item.nodeid

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: Any) -> Any:
        kept = yield  # what the test itself puts away comes first
        found, HITS[:] = list(HITS), []
        if found and item.get_closest_marker("lets_out") is None:
            raise AssertionError("a personal number in clear: " + "; ".join(found[:5]))
        return kept

    def pytest_sessionfinish(self, session: Any) -> None:
        from tests.environment import HOME

        left_behind(HOME.path)
        if (said := getattr(session.config, "workeroutput", None)) is not None:
            said["canaries"] = HITS[:20]  # one of several processes: who started them ends the run
        elif HITS:
            print("\n".join(HITS[:20]))  # noqa: T201
            session.exitstatus = 1

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        HITS.extend(getattr(node, "workeroutput", {}).get("canaries", []))
