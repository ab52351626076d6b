"""Changing the key: everything is encrypted anew, still says the same, and the old key is no longer needed."""

from __future__ import annotations

import pytest
from django.db import connection

from gonghui.kernel.jobs.actions import one_chunk, start
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.secrets import fields
from gonghui.kernel.secrets.keyfile import FileKeyProvider, add_key, create_ring
from gonghui.registers.members.models import Person
from gonghui.site import jobs
from tests.people import member, mobile, number
from tests.support import ROOT, database, officer


@pytest.fixture
def ring(tmp_path, settings, monkeypatch):
    create_ring(tmp_path / "keys.json")
    settings.KEY_RING = tmp_path / "keys.json"
    fields.keys.cache_clear()
    yield tmp_path / "keys.json"
    fields.keys.cache_clear()


@database
def test_rotation_changes_every_cipher_and_no_value(county, ring, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 3)
    chair = officer(county.mill, "union_chair")
    for n in range(7):
        member(county.mill, n)
    with acting(chair):
        member(county.mill, 30, actor=chair)
    set_reach(ROOT)
    old = FileKeyProvider(ring).current_key_id("field")
    new = add_key(ring, "field")
    fields.keys.cache_clear()

    with acting(ROOT):
        made = start(actor=ROOT, kind="secrets.rotate")
    while one_chunk(str(made.pk), ROOT):
        pass

    set_reach(ROOT)
    assert sorted(p.id_number.reveal() for p in Person.objects.all()) == sorted(number(n) for n in range(7))
    assert sorted(p.mobile.reveal() for p in Person.objects.all()) == sorted(mobile(n) for n in range(7))
    with connection.cursor() as cursor:
        for model, field in jobs.sealed_columns():
            column = field.column
            cursor.execute(
                f"SELECT DISTINCT substring({column} FROM 2 FOR 4) FROM {model._meta.db_table} WHERE {column} IS NOT NULL"
            )
            assert {bytes(row[0]) for row in cursor.fetchall()} <= {new}
    assert old != new
