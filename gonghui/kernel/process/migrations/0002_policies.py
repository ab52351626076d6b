"""A matter is seen where it lies, where it is held, and by the posts that have a part in it."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    HI,
    LO,
    PERSON,
    TREE,
    definer_function,
    follow_unit,
    forced,
    grant,
    policies,
    protect,
    within,
)
from gonghui.kernel.database.roles import APP, DEFINER

LYING = " OR ".join(
    within(f"i.{column}", tree)
    for tree, column in (
        ("leadership", "path"),
        ("grid", "grid_path"),
        ("industry", "line_path"),
        ("leadership", "holder_path"),
    )
)
IN_REACH = f"""
    (CASE {TREE} WHEN 'leadership' THEN u.path WHEN 'grid' THEN u.grid_path
                 WHEN 'industry' THEN u.line_path WHEN 'money' THEN u.money_path END) >= {LO}
    AND (CASE {TREE} WHEN 'leadership' THEN u.path WHEN 'grid' THEN u.grid_path
                     WHEN 'industry' THEN u.line_path WHEN 'money' THEN u.money_path END) < {HI}
"""
SEEN = "process_sees(item_id)"


def part(table: str, verbs: str) -> list[migrations.RunSQL]:
    return [grant(table, verbs), forced(table), *policies(table, SEEN, SEEN)]


class Migration(migrations.Migration):
    dependencies = [
        ("process", "0001_initial"),
        ("units", "0002_policies"),
        ("actors", "0002_policies"),
        ("files", "0002_policies"),
    ]
    operations = [
        migrations.RunSQL(
            f"GRANT SELECT (id, name, is_active) ON actors_account TO {DEFINER}", migrations.RunSQL.noop
        ),
        definer_function(
            "process_has_part(item uuid) RETURNS boolean LANGUAGE sql STABLE",
            f"""
            SELECT EXISTS (SELECT 1 FROM process_party p JOIN units_unit u ON u.id = p.unit_id
                           WHERE p.item_id = item AND {IN_REACH})
                OR EXISTS (SELECT 1 FROM process_workitem i JOIN units_unit u ON u.id = i.holder_unit_id
                           WHERE i.id = item AND {TREE} <> 'leadership' AND {IN_REACH})
            """,
        ),
        definer_function(
            "process_sees(item uuid) RETURNS boolean LANGUAGE sql STABLE",
            f"""
            SELECT EXISTS (SELECT 1 FROM process_workitem i WHERE i.id = item AND ({LYING}))
                OR process_has_part(item)
            """,
        ),
        definer_function(
            "process_nearest_post(places bigint[], roles text[], today date) "
            "RETURNS TABLE (unit_id bigint, role varchar, unit_name varchar) LANGUAGE sql STABLE",
            f"""
            SELECT u.id, a.role, u.name
            FROM unnest(places) WITH ORDINALITY AS p (id, near)
            JOIN units_unit u ON u.id = p.id AND u.closed_on IS NULL
            JOIN actors_assignment a ON a.unit_id = u.id AND a.role = ANY (roles)
            WHERE {HI} <> '' AND a.since <= today AND (a.until IS NULL OR a.until >= today)
            ORDER BY p.near, array_position(roles, a.role::text) LIMIT 1
            """,
        ),
        definer_function(
            "process_place_name(unit bigint) RETURNS varchar LANGUAGE sql STABLE",
            f"SELECT name FROM units_unit WHERE id = unit AND {HI} <> ''",
        ),
        definer_function(
            "process_people_in(unit bigint, post varchar, today date) "
            "RETURNS TABLE (account_id bigint, name varchar) LANGUAGE sql STABLE",
            f"""
            SELECT c.id, c.name FROM actors_assignment a JOIN actors_account c ON c.id = a.account_id
            JOIN units_unit u ON u.id = a.unit_id
            WHERE a.unit_id = unit AND a.role = post AND a.since <= today
              AND (a.until IS NULL OR a.until >= today) AND c.is_active AND {IN_REACH}
            ORDER BY c.name, c.id
            """,
        ),
        grant("process_workitem", "SELECT, INSERT, UPDATE"),
        follow_unit("process_workitem", "unit_id", "path", "leadership"),
        follow_unit("process_workitem", "grid_id", "grid_path", "grid"),
        follow_unit("process_workitem", "line_id", "line_path", "industry"),
        follow_unit("process_workitem", "holder_unit_id", "holder_path", "leadership"),
        forced("process_workitem"),
        *policies(
            "process_workitem",
            f"{LYING.replace('i.', '')} OR process_has_part(id)",
            f"{LYING.replace('i.', '')} OR process_has_part(id)",
        ),
        *part("process_stint", "SELECT, INSERT, UPDATE"),
        *part("process_deadline", "SELECT, INSERT, UPDATE"),
        *part("process_step", "SELECT, INSERT, UPDATE"),
        *part("process_proof", "SELECT, INSERT, UPDATE"),
        grant("process_party", "SELECT, INSERT, UPDATE"),
        follow_unit("process_party", "unit_id", "path", "leadership"),
        forced("process_party"),
        *policies("process_party", f"{within('path', 'leadership')} OR {SEEN}", SEEN),
        definer_function(
            "process_shows_file(file uuid) RETURNS boolean LANGUAGE sql STABLE",
            "SELECT EXISTS (SELECT 1 FROM process_proof p WHERE p.file_id = file AND process_sees(p.item_id))",
        ),
        migrations.RunSQL(
            f"CREATE POLICY files_storedfile_proof ON files_storedfile FOR SELECT TO {APP} "
            "USING (process_shows_file(id))",
            migrations.RunSQL.noop,
        ),
        *protect(
            "process_handover",
            {"leadership": ("unit_id", "path")},
            also=f"leaver::text = {PERSON} OR successor::text = {PERSON}",
            writable=f"{within('path', 'leadership')} OR leaver::text = {PERSON} OR successor::text = {PERSON}",
            verbs="SELECT, INSERT, UPDATE",
        ),
    ]
