"""Operations for migrations of tables that are in use and large: nobody waits longer than a moment, a kill costs one
batch, and the same command goes on where it stood. A migration of these says ``atomic = False``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import OperationalError, transaction
from django.db.migrations.operations.base import Operation

PATIENCE = "500ms"  # how long we stand in a table's queue; everybody else waits behind us
TRIES, PAUSE = 240, 0.25  # then we step back and let them pass
BATCH = 2_000  # rows of one transaction


class Later(Operation):
    """One step that can be repeated after a kill at any moment. ``steps``: functions of a cursor, each a transaction."""

    reduces_to_sql = False
    reversible = False
    atomic = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """What Django knows of the models is changed by an operation of its own, beside this one."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        raise NotImplementedError("an upgrade is taken back by restoring the backup made before it")

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        raise NotImplementedError


class Quickly(Later):
    """Statements that need the whole table for an instant; each must be harmless when it is made twice."""

    def __init__(self, *statements: str) -> None:
        self.statements = statements

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for statement in self.statements:
            patiently(schema_editor.connection, partial(_do, statement))


class Backfill(Later):
    """``UPDATE table SET change WHERE left``, a batch at a time by ``key``. ``left`` must say of a row that is done that
    it is done, so that nothing is done twice.
    """

    def __init__(self, table: str, *, change: str, left: str, key: str = "id", batch: int = BATCH) -> None:
        self.statement = (
            f"UPDATE {table} SET {change} WHERE {key} IN (SELECT {key} FROM {table} WHERE {left} LIMIT {batch}"
            " FOR UPDATE SKIP LOCKED)"
        )
        self.rest = f"SELECT count(*) FROM {table} WHERE {left}"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        link = schema_editor.connection
        while patiently(link, self._batch) or patiently(link, self._left):
            pass

    def _batch(self, cursor: Any) -> int:
        cursor.execute(self.statement)
        return int(cursor.rowcount)

    def _left(self, cursor: Any) -> int:
        """Rows somebody held in his hands when we came by."""
        cursor.execute(self.rest)
        found = int(cursor.fetchone()[0])
        if found:
            time.sleep(PAUSE)
        return found


class IndexBeside(Later):
    """An index made while everybody goes on working; what a kill left of it is taken away first."""

    def __init__(self, name: str, words: str) -> None:
        self.name, self.words = name, words

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT NOT i.indisvalid FROM pg_index i WHERE i.indexrelid = to_regclass(%s)", [self.name]
            )
            row = cursor.fetchone()
            if row and row[0]:
                cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {self.name}")
            cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {self.name} ON {self.words}")


def _do(statement: str, cursor: Any) -> None:
    cursor.execute(statement)


def patiently(link: Any, step: Callable[[Any], Any]) -> Any:
    """One transaction that never stands in a queue for long; it comes back until it has been let in."""
    for _ in range(TRIES):
        try:
            with transaction.atomic(using=link.alias), link.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                return step(cursor)
        except OperationalError as busy:
            if getattr(busy.__cause__, "sqlstate", "") not in ("55P03", "40P01"):
                raise
            time.sleep(PAUSE)
    raise OperationalError("等不到这张表：有人一直占着它。请停下长时间的查询，再执行一次 gonghui setup")
