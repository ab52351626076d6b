"""An order is seen with its matter; of all orders anybody may know only how many stand against a service."""

from django.db import migrations

from gonghui.kernel.database.policies import SUBJECT, definer_function, protect

SEEN = "process_sees(item_id)"
STANDS = "i.outcome NOT IN ('refused', 'withdrawn')"


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
        ("process", "0002_policies"),
        ("members", "0004_merged"),
        ("services", "0002_policies"),
    ]
    operations = [
        *protect(
            "orders_order",
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        ),
        definer_function(
            "orders_taken(wanted uuid[]) RETURNS TABLE (service_id uuid, taken bigint) LANGUAGE sql STABLE",
            f"""
            SELECT o.service_id, count(*) FROM orders_order o JOIN process_workitem i ON i.id = o.item_id
            WHERE o.service_id = ANY (wanted) AND {STANDS} GROUP BY o.service_id
            """,
        ),
        definer_function(
            "orders_own() RETURNS TABLE (item uuid, number varchar, title varchar, opened_on date, due_on date, "
            "closed_on date, stage varchar, outcome varchar, office varchar, phone varchar, served_on date, hours varchar, "
            "supplier varchar, came boolean, stars smallint, judged varchar, said text) LANGUAGE sql STABLE",
            f"""
            SELECT i.id, i.number, s.title, i.opened_on, i.due_on, i.closed_on, i.stage_key, i.outcome, i.unit_name,
                   s.phone, o.served_on, o.hours, o.supplier, o.came, o.stars, o.judged,
                   CASE i.outcome WHEN 'refused' THEN (
                       SELECT t.note FROM process_step t WHERE t.item_id = i.id AND t.move IN ('refuse', 'cannot')
                       AND NOT t.undone ORDER BY t.seq DESC LIMIT 1) END
            FROM orders_order o JOIN process_workitem i ON i.id = o.item_id
            JOIN services_service s ON s.id = o.service_id
            WHERE o.person_id IN (SELECT f.id FROM members_files({SUBJECT}) f) ORDER BY i.opened_at DESC LIMIT 100
            """,
        ),
    ]
