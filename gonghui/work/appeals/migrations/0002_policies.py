"""A request is seen by whoever sees the matter it is: the offices above, and who brought it."""

from django.db import migrations

from gonghui.kernel.database.policies import SUBJECT, definer_function, protect
from gonghui.registers.unions.rules import AREA_KINDS

SEEN = "process_sees(item_id)"
KINDS = ", ".join(f"'{kind}'" for kind in AREA_KINDS)
SAID = """
    SELECT i.id AS item, i.number, a.kind, i.opened_on, i.due_on, i.closed_on, i.outcome, i.unit_name AS office,
           CASE i.outcome WHEN 'cleared' THEN a.answer WHEN 'refused' THEN (
               SELECT s.note FROM process_step s WHERE s.item_id = i.id AND s.move = 'refuse' AND NOT s.undone
               ORDER BY s.seq DESC LIMIT 1) END AS said
    FROM appeals_appeal a JOIN process_workitem i ON i.id = a.item_id
"""
COLUMNS = """RETURNS TABLE (item uuid, number varchar, kind varchar, opened_on date, due_on date, closed_on date,
             outcome varchar, office varchar, said text) LANGUAGE sql STABLE"""


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0001_initial"),
        ("process", "0002_policies"),
        ("units", "0002_policies"),
        ("members", "0004_merged"),
    ]
    operations = [
        *protect(
            "appeals_appeal",
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        ),
        definer_function(
            "appeals_places() RETURNS TABLE (unit_id bigint, name varchar) LANGUAGE sql STABLE",
            f"SELECT id, name FROM units_unit WHERE kind IN ({KINDS}) AND closed_on IS NULL ORDER BY path LIMIT 500",
        ),
        definer_function(
            f"appeals_own() {COLUMNS}",
            f"{SAID} WHERE a.person_id IN (SELECT f.id FROM members_files({SUBJECT}) f) ORDER BY i.opened_at DESC LIMIT 100",
        ),
        definer_function(f"appeals_by(wanted bytea) {COLUMNS}", f"{SAID} WHERE a.receipt = wanted"),
    ]
