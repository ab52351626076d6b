"""What there is in the database, table by table, in a form that two runs of the same work have in common."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from gonghui.kernel.database import roles
from tests import environment

PASSING = {"django_session", "django_cache", "procrastinate_events", "procrastinate_workers"}
BY_CHANCE = {
    "password",
    "sha256",
    "size",
    "receipt",
    "token",
    "verification",
    "path",
}  # differ from run to run, rightly
COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2
"""
TEXTS = {"text", "character varying", "date", "boolean", "numeric", "smallint", "jsonb", "ARRAY", "integer"}
KEYS = "|".join(
    [
        r"[:/]?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"[0-9a-f]{32}",  # a digest
        r"[0-9-]{10}T[0-9:.+]+",
        r"[:/][0-9]+\M",
        r'"size": [0-9]+',
        r"[A-Z]{2}[0-9]{6}-[0-9A-Z]{6}",  # a matter's number
        r"/verify/[0-9A-Z-]+",
    ]
)
ONE = """SELECT {name}, count(*), coalesce(md5(string_agg(r, '' ORDER BY r)), '')
FROM (SELECT md5(regexp_replace(concat_ws('|', {columns}), {keys}, '#', 'g')) AS r FROM {table}) t"""

Rows = dict[str, tuple[int, str]]


class Watch:
    """Looks past every policy at all that was committed. Keys and moments are left out: a second run has others."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.link = superuser(database)
        self.tables: dict[str, list[str]] = {}
        for table, column, kind in self.link.execute(COLUMNS):
            told = self.tables.setdefault(table, [])
            if kind in TEXTS and column not in BY_CHANCE and not column.endswith("id"):
                told.append(column)
        for table in PASSING:
            self.tables.pop(table, None)

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *fault: object) -> None:
        self.link.close()

    def again(self) -> None:
        """After the server has gone."""
        self.link.close()
        self.link = superuser(self.database)

    def newest(self, table: str) -> int:
        found = self.link.execute(sql.SQL("SELECT max(id) FROM {}").format(sql.Identifier(table))).fetchone()
        assert found
        return int(found[0])

    def rows(self, only: set[str] | None = None) -> Rows:
        wanted = [table for table in self.tables if only is None or table in only]
        query = sql.SQL(" UNION ALL ").join(map(self._one, wanted))
        return {name: (count, digest) for name, count, digest in self.link.execute(query)}

    def _one(self, table: str) -> sql.Composed:
        columns = sql.SQL(", ").join([sql.SQL("''"), *map(sql.Identifier, self.tables[table])])
        return sql.SQL(ONE).format(
            name=sql.Literal(table), columns=columns, keys=sql.Literal(KEYS), table=sql.Identifier(table)
        )

    def others(self) -> set[int]:
        """Numbers of the connections somebody else has."""
        words = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        return {pid for (pid,) in self.link.execute(words, [self.database])}

    def settled(self, known: set[int]) -> None:
        """Wait until what a dead one had begun has ended, either way."""
        deadline = time.monotonic() + 30
        while self.others() - known:
            assert time.monotonic() < deadline, "a dead client's transaction goes on"
            time.sleep(0.002)


def superuser(database: str) -> psycopg.Connection[Any]:
    return psycopg.connect(environment.CLUSTER.dsn(roles.BOOTSTRAP, database), autocommit=True)


@contextlib.contextmanager
def twin() -> Iterator[str]:
    """The name of a second database that is as the tests' own is now, keys and all; our connections are ended for it."""
    name = str(connections["owner"].settings_dict["NAME"])
    copy, ours = sql.Identifier(f"{name}_twin"), sql.Identifier(name)
    gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(copy)
    alone = sql.SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {}").format(
        sql.Literal(name)
    )  # a page's server that another test left behind
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(copy, ours)
    connections.close_all()
    try:
        for statement in (gone, alone, made):
            with superuser("postgres") as link:
                link.execute(statement)
        yield f"{name}_twin"
    finally:
        with superuser("postgres") as link:
            link.execute(gone)


def differences(one: Rows, other: Rows) -> list[str]:
    return [f"{table}: {one.get(table)} / {other.get(table)}" for table in sorted(one.keys() | other.keys())
            if one.get(table) != other.get(table)]  # fmt: skip
