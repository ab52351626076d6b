"""Search words of a large intake wait in the index's own list and are merged into it once, at the end.

PostgreSQL merges that list each time it has grown by 4 MB; for a hundred thousand rows that costs as much as entering
them. The list is searched as well, so nothing is missed meanwhile: a search then reads at most ``LONGEST`` more.
Should nobody merge afterwards (a killed worker), the next ordinary row or autovacuum does.
"""

from __future__ import annotations

from django.db import connection, migrations

from gonghui.kernel.database.roles import APP, OWNER

LONGEST = "64MB"
FUNCTION = f"""
CREATE FUNCTION merge_search_words(named text) RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT gin_clean_pending_list(c.oid) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
    WHERE c.oid = to_regclass(named) AND a.amname = 'gin'
$$;
ALTER FUNCTION merge_search_words(text) OWNER TO {OWNER};
REVOKE ALL ON FUNCTION merge_search_words(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION merge_search_words(text) TO {APP};
"""


def function() -> migrations.RunSQL:
    """Only an index's owner may merge; the application asks through this, for search indexes and nothing else."""
    return migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)


def postpone() -> None:
    """For the rest of this transaction, let new words wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL gin_pending_list_limit = '{LONGEST}'")


def merge(index: str) -> int:
    """Merge what waits; returns how many pages waited (0 also for what is no search index)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT merge_search_words(%s)", [index])
        found: int | None = cursor.fetchone()[0]
    return found or 0
