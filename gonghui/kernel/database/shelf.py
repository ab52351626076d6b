"""What counts for some minutes or hours: how often an address has tried, which piece of work has been used.

Django's database cache counts its table before every write and throws a third of it away beyond a few hundred entries,
whatever they are: whoever fills it forgets everybody's limits. Here a write is one statement, and only time removes.
"""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

FOR_GOOD = datetime(9999, 12, 31, tzinfo=UTC)
WRITE = """INSERT INTO {table} (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(until)s)
           ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires"""
STATEMENTS = {
    "set": WRITE,
    "add": WRITE + " WHERE {table}.expires < clock_timestamp()",
    "touch": "UPDATE {table} SET expires = %(until)s WHERE cache_key = %(key)s AND expires >= clock_timestamp()",
}


class Shelf(DatabaseCache):
    """``django.core.cache`` on one table."""

    _table: str

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        ends = self.get_backend_timeout(timeout)
        given = {
            "key": key, "value": base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1"),
            "until": FOR_GOOD if ends is None else datetime.fromtimestamp(ends, tz=UTC),
        }  # fmt: skip
        with self._link().cursor() as cursor:
            cursor.execute(STATEMENTS[mode].format(table=self._name()), given)
            return bool(cursor.rowcount)

    def sweep(self) -> int:
        """Remove what is over; how many entries that were."""
        with self._link().cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._name()} WHERE expires < clock_timestamp()")
            return int(cursor.rowcount)

    def _link(self) -> Any:
        return connections[router.db_for_write(self.cache_model_class)]

    def _name(self) -> str:
        return str(self._link().ops.quote_name(self._table))
