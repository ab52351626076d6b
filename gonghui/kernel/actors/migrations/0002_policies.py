"""Posts are seen inside the reach, and by their holder; the holder's own are found before there is a reach."""

from django.db import migrations

from gonghui.kernel.database.policies import PERSON, definer_function, protect


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect(
            "actors_assignment",
            {"leadership": ("unit_id", "path")},
            also=f"account_id::text = {PERSON}",
            verbs="SELECT, INSERT, UPDATE",
        ),
        definer_function(
            "posts_of_person(today date) RETURNS TABLE (id bigint, role varchar, unit_id bigint, "
            "unit_name varchar, path varchar, grid_path varchar, line_path varchar, money_path varchar) "
            "LANGUAGE sql STABLE",
            f"""
            SELECT a.id, a.role, u.id, u.name, u.path, u.grid_path, u.line_path, u.money_path
            FROM actors_assignment a JOIN units_unit u ON u.id = a.unit_id
            WHERE a.account_id::text = {PERSON} AND a.since <= today
              AND (a.until IS NULL OR a.until >= today) AND u.closed_on IS NULL
            ORDER BY a.since DESC, a.id
            """,
        ),
    ]
