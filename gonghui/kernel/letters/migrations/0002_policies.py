"""Put in by the person alone, read by the program alone; the person is told what is waiting and what failed."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    EVERYTHING,
    SUBJECT,
    definer_function,
    forced,
    grant,
    policies,
)
from gonghui.kernel.database.roles import APP


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("process", "0002_policies")]
    operations = [
        grant("letters_letter", "SELECT, INSERT, UPDATE"),
        forced("letters_letter"),
        *policies("letters_letter", EVERYTHING, EVERYTHING),
        migrations.RunSQL(
            f"CREATE POLICY letters_letter_mine ON letters_letter FOR INSERT TO {APP} "
            f"WITH CHECK ((subject_id = {SUBJECT} OR (subject_id IS NULL AND receipt IS NOT NULL)) AND taken_at IS NULL)",
            migrations.RunSQL.noop,
        ),
        definer_function(
            "letters_own(kinds text[]) RETURNS TABLE (id uuid, kind varchar, at timestamptz, fault varchar) LANGUAGE sql STABLE",
            f"""
            SELECT l.id, l.kind, l.at, l.fault FROM letters_letter l
            WHERE l.subject_id = {SUBJECT} AND l.kind = ANY (kinds) AND (l.taken_at IS NULL OR l.fault <> '')
            ORDER BY l.at DESC LIMIT 20
            """,
        ),
        definer_function(
            "letters_by(wanted bytea) RETURNS TABLE (id uuid, kind varchar, at timestamptz, fault varchar) LANGUAGE sql STABLE",
            """
            SELECT l.id, l.kind, l.at, l.fault FROM letters_letter l
            WHERE l.receipt = wanted AND (l.taken_at IS NULL OR l.fault <> '')
            """,
        ),
    ]
