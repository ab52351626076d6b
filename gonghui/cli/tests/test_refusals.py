"""``run`` on a database that would not keep its word."""

from __future__ import annotations

import psycopg
import pytest

from gonghui.cli.tests.places import refusal
from gonghui.kernel.database import roles
from gonghui.kernel.database.cluster import Cluster


@pytest.mark.parametrize(
    ("spoil", "mend", "said"),
    [
        (f"ALTER ROLE {roles.APP} SUPERUSER", f"ALTER ROLE {roles.APP} NOSUPERUSER", "超级用户"),
        (f"ALTER ROLE {roles.APP} BYPASSRLS", f"ALTER ROLE {roles.APP} NOBYPASSRLS", "BYPASSRLS"),
        (f"GRANT {roles.OWNER} TO {roles.APP}", f"REVOKE {roles.OWNER} FROM {roles.APP}", "表的主人"),
        (
            "ALTER TABLE members_person NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE members_person FORCE ROW LEVEL SECURITY",
            "members_person",
        ),
    ],
)
def test_a_weakened_database_is_not_served(installed, spoil, mend, said):
    with psycopg.connect(Cluster(installed).dsn(roles.BOOTSTRAP, "gonghui"), autocommit=True) as root:
        root.execute(spoil)
        try:
            assert said in refusal(installed, "run", "--empty")
        finally:
            root.execute(mend)


def test_trust_is_not_served(installed):
    rules = installed.cluster / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("local all gonghui_readonly trust\n" + before)
    try:
        assert "第 1 行是 trust" in refusal(installed, "run", "--empty")
    finally:
        rules.write_text(before)


def test_lost_keys_are_not_replaced(installed):
    ring = installed.secrets / "keys.json"
    ring.rename(ring.with_suffix(".away"))
    try:
        assert "密钥文件" in refusal(installed, "setup")
        assert not ring.exists()
    finally:
        ring.with_suffix(".away").rename(ring)
