"""Posts are seen inside the reach, and by their holder; the holder's own are found before there is a reach.

Accounts are seen by their holder, by the unit that opened them and by whoever reaches a post of theirs; all of them
only by the program itself, and while somebody signs in.
"""

from django.db import migrations

from gonghui.kernel.database.policies import (
    EVERYTHING,
    PERSON,
    SIGN_IN,
    definer_function,
    follow_unit,
    forced,
    grant,
    policies,
    protect,
    within,
)
from gonghui.kernel.database.roles import APP

OWN = f"id::text = {PERSON}"
POSTED = f"id IN (SELECT account_id FROM actors_assignment p WHERE {within('p.path', 'leadership')})"
OPENED = within("path", "leadership")


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect(
            "actors_assignment",
            {"leadership": ("unit_id", "path")},
            also=f"account_id::text = {PERSON}",
            verbs="SELECT, INSERT, UPDATE",
        ),
        grant("actors_account", "SELECT, INSERT, UPDATE"),
        follow_unit("actors_account", "unit_id", "path", "leadership"),
        forced("actors_account"),
        *policies(
            "actors_account",
            f"{OWN} OR {OPENED} OR {POSTED} OR {EVERYTHING} OR {SIGN_IN}",
            f"{OPENED} OR {EVERYTHING}",
        ),
        # The holder changes the password; signing in notes the hour. Nobody else alters an account.
        migrations.RunSQL(
            "DROP POLICY actors_account_update ON actors_account; CREATE POLICY actors_account_update "
            f"ON actors_account FOR UPDATE TO {APP} USING ({OWN} OR {EVERYTHING} OR {SIGN_IN})",
            migrations.RunSQL.noop,
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
