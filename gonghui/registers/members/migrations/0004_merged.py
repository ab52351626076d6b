"""Files that became part of another: what was said under their numbers is that person's too."""

from django.db import migrations

from gonghui.kernel.database.policies import definer_function


class Migration(migrations.Migration):
    dependencies = [("members", "0003_consent"), ("linkage", "0002_policies")]
    operations = [
        definer_function(
            "members_files(person uuid) RETURNS TABLE (id uuid, id_index bytea) LANGUAGE sql STABLE",
            """
            WITH RECURSIVE files (id, id_index) AS (
                SELECT p.id, p.id_index FROM members_person p WHERE p.id = person
                UNION
                SELECT m.lost, (m.row ->> 'id_index')::bytea FROM files f
                JOIN linkage_merge m ON m.kept = f.id AND m.undone_at IS NULL
                JOIN linkage_pair pair ON pair.id = m.pair_id AND pair.kind = 'people'
            ) SELECT * FROM files
            """,
        ),
        definer_function(
            "members_survivor(person uuid) RETURNS uuid LANGUAGE sql STABLE",
            """
            WITH RECURSIVE chain (id) AS (
                SELECT person
                UNION
                SELECT m.kept FROM chain c JOIN linkage_merge m ON m.lost = c.id AND m.undone_at IS NULL
            ) SELECT p.id FROM chain c JOIN members_person p ON p.id = c.id
            """,
        ),
    ]
