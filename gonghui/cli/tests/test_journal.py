from __future__ import annotations

import psycopg
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gonghui.cli.tests.places import answer, gonghui
from gonghui.kernel.database import roles
from gonghui.kernel.database.cluster import Cluster


@pytest.fixture
def tampered(installed):
    """Entry 7, altered by somebody with all rights over the database, and put right again."""
    alter = "UPDATE journal_entry SET actor_name = {} WHERE id = 7"
    with psycopg.connect(Cluster(installed).dsn(roles.BOOTSTRAP)) as link:
        link.execute("SET session_replication_role = replica")
        (name,) = link.execute("SELECT actor_name FROM journal_entry WHERE id = 7").fetchone()
        link.execute(alter.format("'别人'"))
        link.commit()
        yield 7
        link.execute("SET session_replication_role = replica")
        link.execute(alter.format("%s"), [name])


def test_an_untouched_journal_is_whole(installed):
    said = answer(installed, "verify-journal")
    assert said["faults"] == []
    assert said["entries"] > 50
    assert answer(installed, "journal-head")["head"] == said["head"]


def test_the_first_altered_entry_is_named(installed, tampered):
    assert answer(installed, "verify-journal", status=1)["faults"] == [
        {"entry": tampered, "what": "被改动过"}
    ]
    done = gonghui(installed, "verify-journal")
    assert "第 7 条被改动过" in done.stdout


def test_the_head_is_signed(installed):
    answer(installed, "verify-journal")
    said = answer(installed, "journal-head")
    assert said["head"] in said["message"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(said["key"]))
    signature = bytes.fromhex(said["signature"])
    key.verify(signature, said["message"].encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, said["message"].replace(said["head"], "0" * 64).encode())
