"""A foreign key for tables filled by the hundred thousand: checked once a statement, not once a row.

PostgreSQL checks its own foreign keys with one query a row, a third of what a large roster costs. This says the same
with transition tables: a row that names nobody cannot be stored, whoever is named is locked (KEY SHARE) until the
end of the transaction, and who is named by somebody can neither be deleted nor renamed (or takes the rows along).
Holds under READ COMMITTED, which everything here runs under; the functions are the owner's, so that row policies do
not hide what has to be found.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import migrations

from gonghui.kernel.database.roles import OWNER

# A session plans each check once, perhaps for one row and perhaps for ten thousand: by the index is right for both.
BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"
HOLDS = """
CREATE FUNCTION {name}_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp {by_index} AS $$
DECLARE
    named bigint;
    there bigint;
BEGIN
    SELECT count(*) INTO named FROM (SELECT DISTINCT {mine} FROM fresh WHERE {given}) f;
    SELECT count(*) INTO there FROM (
        SELECT FROM {parent} p WHERE ({theirs}) IN (SELECT {mine} FROM fresh) FOR KEY SHARE OF p
    ) f;
    IF there < named THEN
        RAISE EXCEPTION 'insert or update on table "{table}" violates "{name}"'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{name}', TABLE = '{table}';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION {name}_holds() OWNER TO {owner};
REVOKE ALL ON FUNCTION {name}_holds() FROM PUBLIC;
CREATE TRIGGER {name}_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_holds();
CREATE TRIGGER {name}_altered AFTER UPDATE ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION {name}_holds();
"""

KEPT = """
CREATE FUNCTION {name}_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp {by_index} AS $$
BEGIN
    {takes_along}
    IF EXISTS (SELECT FROM {table} c WHERE ({mine_of_c}) = ({old})) THEN
        RAISE EXCEPTION 'update or delete on table "{parent}" violates "{name}"'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{name}', TABLE = '{table}';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION {name}_kept() OWNER TO {owner};
REVOKE ALL ON FUNCTION {name}_kept() FROM PUBLIC;
CREATE TRIGGER {name}_renamed AFTER UPDATE ON {parent} FOR EACH ROW
    WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION {name}_kept();
CREATE TRIGGER {name}_gone AFTER DELETE ON {parent} FOR EACH ROW EXECUTE FUNCTION {name}_kept();
"""

TAKES_ALONG = """
    IF TG_OP = 'UPDATE' THEN
        UPDATE {table} c SET {renamed} WHERE ({mine_of_c}) = ({old});
        RETURN NULL;
    END IF;
"""


def reference(name: str, table: str, parent: str, columns: Mapping[str, str]) -> migrations.RunSQL:
    """The migration operation for one such key."""
    return migrations.RunSQL(reference_sql(name, table, parent, columns), migrations.RunSQL.noop)


def reference_sql(
    name: str, table: str, parent: str, columns: Mapping[str, str], *, follows: bool = False
) -> str:
    """``columns``: of ``table`` → of ``parent`` (a unique key there). ``follows``: a renamed key is renamed here too."""
    words = {
        "name": name,
        "table": table,
        "parent": parent,
        "owner": OWNER,
        "by_index": BY_INDEX,
        "mine": ", ".join(columns),
        "given": " AND ".join(f"{mine} IS NOT NULL" for mine in columns),
        "theirs": ", ".join(f"p.{theirs}" for theirs in columns.values()),
        "mine_of_c": ", ".join(f"c.{mine}" for mine in columns),
        "old": ", ".join(f"OLD.{theirs}" for theirs in columns.values()),
        "new": ", ".join(f"NEW.{theirs}" for theirs in columns.values()),
        "renamed": ", ".join(f"{mine} = NEW.{theirs}" for mine, theirs in columns.items()),
    }
    words["takes_along"] = TAKES_ALONG.format(**words) if follows else ""
    return (HOLDS + KEPT).format(**words)
