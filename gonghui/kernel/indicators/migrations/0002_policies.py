"""Figures are read by reach and written by the program alone; marks are made by the database."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    EVERYTHING,
    TREE,
    follow_unit,
    forced,
    grant,
    policies,
    watched,
    within,
)
from gonghui.kernel.database.roles import APP, DEFINER

READ = f"{within('path', 'leadership')} OR ({TREE} <> 'leadership' AND unit_id IN (SELECT units_within()))"

MARKED = f"""
CREATE FUNCTION indicators_marked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    col text;
    rows text := CASE TG_OP WHEN 'INSERT' THEN 'SELECT %1$I AS u FROM fresh'
                            WHEN 'DELETE' THEN 'SELECT %1$I AS u FROM stale'
                            ELSE 'SELECT %1$I AS u FROM fresh UNION SELECT %1$I FROM stale' END;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        EXECUTE format('INSERT INTO indicators_mark (watched, number) SELECT DISTINCT %2$L, u FROM (' || rows
            || ') changed WHERE u IS NOT NULL', col, TG_TABLE_NAME || '.' || col);
    END LOOP;
    RETURN NULL;
END $$;
ALTER FUNCTION indicators_marked() OWNER TO {DEFINER};
CREATE FUNCTION indicators_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO indicators_mark (watched, number) VALUES ('tree', NEW.id);
    RETURN NULL;
END $$;
ALTER FUNCTION indicators_moved() OWNER TO {DEFINER};
CREATE TRIGGER units_unit_moved AFTER UPDATE ON units_unit FOR EACH ROW
    WHEN (NEW.path <> OLD.path OR NEW.grid_path IS DISTINCT FROM OLD.grid_path
          OR NEW.line_path IS DISTINCT FROM OLD.line_path OR NEW.money_path IS DISTINCT FROM OLD.money_path)
    EXECUTE FUNCTION indicators_moved();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("units", "0002_policies"), ("process", "0002_policies")]
    operations = [
        *(
            step
            for table in ("indicators_leaf", "indicators_total")
            for step in (
                grant(table),
                follow_unit(table, "unit_id", "path", "leadership"),
                forced(table),
                *policies(table, READ, EVERYTHING),
            )
        ),
        grant("indicators_mark", "SELECT, UPDATE, DELETE"),
        grant("indicators_kept", "SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            f"GRANT INSERT ON indicators_mark TO {DEFINER}; GRANT USAGE ON SEQUENCE indicators_mark_id_seq TO {DEFINER};"
            f"GRANT USAGE ON SEQUENCE indicators_mark_id_seq TO {APP};" + MARKED,
            migrations.RunSQL.noop,
        ),
        watched("units_unit", "id"),
        watched("process_workitem", "unit_id", "grid_id", "line_id"),
    ]
