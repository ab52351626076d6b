"""Every place a personal number may not come to: one is planted there and found, and a whole county holds none in clear."""

from __future__ import annotations

import logging
import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from gonghui.kernel.reach.session import set_reach
from tests import canaries
from tests.hostile.asking import Asker
from tests.people import mobile, number
from tests.support import ROOT, database

pytestmark = database
ID, CARD = number(77), "6222029990001234567"
LOUD = logging.getLogger("gonghui.tests.canaries")
OPEN_COLUMNS = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"


def page(status: int, body: str, **headers: str) -> None:
    canaries.answered(RequestFactory().get("/"), HttpResponse(body, status=status, headers=headers))


def written(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        transaction.set_rollback(True)


def session() -> None:
    with transaction.atomic():
        kept = SessionStore()
        kept["draft"] = {"id_number": ID}
        kept.save()
        transaction.set_rollback(True)


PLANTS = {
    "log": lambda: LOUD.error("somebody wrote %s", ID),
    "written: INSERT": lambda: written("INSERT INTO django_cache VALUES (%s, %s, now())", "tests", f"tried {ID}"),
    "written: UPDATE": lambda: written(
        "UPDATE procrastinate_jobs SET args = %s::jsonb WHERE false", f'{{"who": "{mobile(77)}"}}'
    ),
    "session": session,
    "Location": lambda: page(302, "", Location=f"/search/?q={ID}"),
    "page of 404": lambda: page(404, f"没有 {mobile(77)}"),
    "link": lambda: page(200, f'<a href="/members/?q={CARD}">'),
}  # fmt: skip


@pytest.mark.lets_out
@pytest.mark.parametrize("channel", PLANTS)
def test_what_is_planted_is_found(channel, monkeypatch):
    if channel == "log":
        monkeypatch.setattr("config.logs.redactor.__code__", (lambda logger, method, event: event).__code__)
    PLANTS[channel]()
    assert any(one.startswith(channel) for one in canaries.HITS), canaries.HITS
    assert ID not in str(canaries.HITS)


@pytest.mark.lets_out
def test_a_file_left_behind_is_found(tmp_path):
    (tmp_path / "upload.csv").write_text(f"姓名,身份证号\n王敏,{ID}\n", encoding="utf-8")
    canaries.left_behind(tmp_path)
    assert [one.split(" in ")[0] for one in canaries.HITS] == ["file upload.csv"]


def test_what_was_typed_in_the_same_request_is_no_find():
    canaries.answered(RequestFactory().get("/search/", {"q": ID}), HttpResponse(f'<a href="?q={ID}&page=2">'))
    page(422, f"<input value='{ID}'>")
    assert canaries.HITS == []


def test_a_dump_of_a_whole_county_holds_no_number_in_clear(asker: Asker):
    """Every row of every table as a dump would write it, bytes as hexadecimal, and those bytes read as letters."""
    set_reach(ROOT)
    cache.clear()
    found, rows = [], 0
    with connection.cursor() as cursor:
        cursor.execute(OPEN_COLUMNS)
        for (table,) in cursor.fetchall():
            if table.startswith("django_migrations"):
                continue
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (text,) in cursor.fetchall():
                rows += 1
                inside = " ".join(
                    bytes.fromhex(one).decode("latin-1")
                    for one in re.findall(r"\\x((?:[0-9a-f]{2}){11,})", text)
                )
                found += [f"{table}: {match}" for match in canaries.CANARY.findall(f"{text} {inside}")]
    assert found == []
    assert rows > 2_000
