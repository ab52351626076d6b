"""Migration operations that put a table under row-level security and keep its paths right.

The second of two layers (the first is ``visible_to``): even raw SQL, a forgotten filter or a count
sees only what the transaction's reach lets through; without a reach, nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import migrations

from gonghui.kernel.database.references import reference_sql
from gonghui.kernel.database.roles import APP, BACKUP, DEFINER, OWNER, READONLY

LO = "(SELECT current_setting('app.lo', true))"
HI = "(SELECT current_setting('app.hi', true))"
TREE = "(SELECT current_setting('app.tree', true))"
PERSON = "(SELECT nullif(current_setting('app.person', true), ''))"
POST = "(SELECT current_setting('app.post', true))"
SUBJECT = "(SELECT nullif(current_setting('app.subject', true), '')::uuid)"  # who signed in to see their own
EVERYTHING = f"({TREE} = 'leadership' AND {LO} = '' AND {HI} = '~')"  # the reach of the program itself
SIGN_IN = "((SELECT current_setting('app.sign_in', true)) = 'on')"


def within(column: str, tree: str) -> str:
    """The condition "this row lies in the reach", for one tree."""
    return f"({TREE} = '{tree}' AND {column} >= {LO} AND {column} < {HI})"


def grant(table: str, verbs: str = "SELECT, INSERT, UPDATE, DELETE") -> migrations.RunSQL:
    """Cut what everybody gets by default down to ``verbs`` for the application."""
    return _sql(
        f"REVOKE ALL ON {table} FROM {APP}; GRANT {verbs} ON {table} TO {APP}; GRANT SELECT ON {table} TO {READONLY}, {BACKUP};"
        f"GRANT SELECT ON {table} TO {DEFINER}"
    )


def protect(
    table: str,
    trees: Mapping[str, tuple[str, str]],
    *,
    also: str = "",
    writable: str | None = None,
    verbs: str = "SELECT, INSERT, UPDATE, DELETE",
    in_bulk: bool = False,
) -> list[migrations.RunSQL]:
    """Everything a table with a unit needs.

    ``trees`` maps tree → (column with the unit, column with its path in that tree).
    ``also``: a further condition under which a row may be read. ``writable``: instead of the read condition.
    ``in_bulk``: filled by the hundred thousand, so its key to the unit is checked by the statement (``references``).
    """
    reach = " OR ".join(within(path, tree) for tree, (_, path) in trees.items())
    read = f"({reach}) OR ({also})" if also else reach
    operations = [grant(table, verbs)]
    for tree, (unit, path) in trees.items():
        operations.append(follow_unit(table, unit, path, tree, in_bulk=in_bulk))
    return [*operations, forced(table), *policies(table, read, writable or reach)]


def forced(table: str) -> migrations.RunSQL:
    return _sql(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    )


def policies(table: str, read: str, write: str) -> list[migrations.RunSQL]:
    """Who sees and writes what; the owner, the dump and the definer functions see all."""
    return [
        _sql(
            f"""
            CREATE POLICY {table}_owner ON {table} TO {OWNER} USING (true) WITH CHECK (true);
            CREATE POLICY {table}_definer ON {table} FOR SELECT TO {DEFINER} USING (true);
            CREATE POLICY {table}_backup ON {table} FOR SELECT TO {BACKUP} USING (true);
            CREATE POLICY {table}_read ON {table} FOR SELECT TO {APP}, {READONLY} USING ({read});
            CREATE POLICY {table}_insert ON {table} FOR INSERT TO {APP} WITH CHECK ({write});
            CREATE POLICY {table}_update ON {table} FOR UPDATE TO {APP} USING ({write}) WITH CHECK ({write});
            CREATE POLICY {table}_delete ON {table} FOR DELETE TO {APP} USING ({write});
            """
        )
    ]


def follow_unit(table: str, unit: str, path: str, tree: str, *, in_bulk: bool = False) -> migrations.RunSQL:
    """Keep ``path`` equal to the unit's: a trigger sets it, a key carries every move of the unit to the row.

    The key over both columns also is the foreign key to the unit, and its index serves look-ups by unit: the
    model's own field says ``db_constraint=False, db_index=False``, which spares a large import a third of its checks.
    """
    source = {"leadership": "path", "grid": "grid_path", "industry": "line_path", "money": "money_path"}[tree]
    name = f"{table}_{path}"
    key = f"""
        ALTER TABLE {table} ADD CONSTRAINT {name}_follows FOREIGN KEY ({unit}, {path})
            REFERENCES units_unit (id, {source}) ON UPDATE CASCADE;
    """
    if in_bulk:
        key = reference_sql(f"{name}_follows", table, "units_unit", {unit: "id", path: source}, follows=True)
    return _sql(
        f"""
        CREATE INDEX {name}_scope ON {table} ({path}, {unit});
        {key}
        CREATE TRIGGER {name}_new BEFORE INSERT ON {table} FOR EACH ROW
            WHEN (NEW.{path} IS NULL OR NEW.{path} = '')
            EXECUTE FUNCTION units_set_path('{unit}', '{path}', '{source}');
        CREATE TRIGGER {name}_stale BEFORE UPDATE ON {table} FOR EACH ROW
            WHEN (NEW.{unit} IS DISTINCT FROM OLD.{unit} OR NEW.{path} IS DISTINCT FROM OLD.{path})
            EXECUTE FUNCTION units_set_path('{unit}', '{path}', '{source}');
        """
    )


SET_PATH = f"""
CREATE FUNCTION units_set_path() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    unit bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    found text;
BEGIN
    EXECUTE format('SELECT %I FROM units_unit WHERE id = $1', TG_ARGV[2]) INTO found USING unit;
    RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[1], found));
END $$;
ALTER FUNCTION units_set_path() OWNER TO {DEFINER};
"""


def watched(table: str, *columns: str) -> migrations.RunSQL:
    """Have every change of ``table`` marked for the units its ``columns`` name, what is there already first.

    Needs ``("indicators", "0002_policies")`` among the migration's dependencies.
    """
    words = ", ".join(f"'{one}'" for one in columns)
    events = {"insert": "NEW TABLE AS fresh", "delete": "OLD TABLE AS stale",
              "update": "NEW TABLE AS fresh OLD TABLE AS stale"}  # fmt: skip
    triggers = "".join(
        f"CREATE TRIGGER {table}_marked_{event} AFTER {event.upper()} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION indicators_marked({words});"
        for event, rows in events.items()
    )
    present = "".join(
        f"INSERT INTO indicators_mark (watched, number) SELECT DISTINCT '{table}.{one}', {one} FROM {table} "
        f"WHERE {one} IS NOT NULL;"
        for one in columns
    )
    return _sql(triggers + present)


def append_only(table: str) -> migrations.RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE to everybody, the owner included."""
    return _sql(
        f"""
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """
    )


PREPARE = f"""
GRANT CREATE, USAGE ON SCHEMA public TO {DEFINER};
GRANT USAGE ON SCHEMA public TO {APP}, {READONLY}, {BACKUP};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO {APP}, {BACKUP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {BACKUP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}, {BACKUP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {APP};
"""

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('gonghui.emptying_tests', true) = 'on' THEN
        RETURN NULL;  -- the owner could drop this trigger anyway; a test run empties its own database
    END IF;
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def definer_function(signature: str, body: str) -> migrations.RunSQL:
    """A function that looks beyond the caller's reach; it must check the reach itself, from the settings."""
    name = signature.split(" RETURNS ")[0]
    plain = signature.split("(")[0]
    return _sql(
        f"""
        CREATE FUNCTION {signature} SECURITY DEFINER SET search_path = public, pg_temp AS $$ {body} $$;
        DO $do$ DECLARE f regprocedure; BEGIN
            SELECT oid::regprocedure INTO f FROM pg_proc WHERE proname = '{plain}';
            EXECUTE format('ALTER FUNCTION %s OWNER TO {DEFINER}', f);
            EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {APP}', f);
        END $do$;
        -- {name}
        """
    )


def finder(
    name: str, table: str, key: str, kind: str, trees: Mapping[str, str], *whole: str
) -> migrations.RunSQL:
    """``name(wanted text[], whole text)``: rows of ``table`` in reach by search tokens or by a whole value.

    ``key``: its column and ``kind``: the type of that; ``trees``: tree → path column; ``whole``: columns in which the
    text is looked for as it stands. Used through ``finding.found_by``.
    """
    reach = " OR ".join(within(path, tree) for tree, path in trees.items())
    parts = [
        "cardinality(wanted) > 0 AND tokens @> wanted",
        *(f"whole <> '' AND {one} = whole" for one in whole),
    ]
    body = " UNION ".join(
        f"SELECT {key} FROM {table} WHERE {HI} <> '' AND ({reach}) AND {one}" for one in parts
    )
    signature = f"{name}(wanted text[], whole text) RETURNS SETOF {kind} LANGUAGE sql STABLE"
    return definer_function(signature, body)


def _sql(text: str) -> migrations.RunSQL:
    return migrations.RunSQL(text, migrations.RunSQL.noop)
