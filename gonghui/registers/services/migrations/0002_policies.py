from django.db import migrations

from gonghui.kernel.database.policies import SUBJECT, definer_function, finder, protect
from gonghui.registers.unions.rules import AREA_KINDS

OPEN = ", ".join(f"'{kind}'" for kind in AREA_KINDS)


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("units", "0002_policies"), ("members", "0002_policies")]
    operations = [
        *protect("services_service", {"leadership": ("unit_id", "path")}),
        finder("services_find", "services_service", "id", "uuid", {"leadership": "path"}),
        definer_function(
            "services_menu(today date, near bigint, most int) RETURNS TABLE (id uuid, title varchar, need varchar, "
            "told varchar, open_to varchar, since date, until date, places int, place varchar, hours varchar, fee varchar, "
            "supplier varchar, phone varchar, office varchar, is_own boolean) LANGUAGE sql STABLE",
            f"""
            WITH own AS (
                SELECT path FROM units_unit WHERE id = near
                UNION ALL SELECT p.path FROM members_person p WHERE near IS NULL AND p.id = {SUBJECT}
            ), offered AS (
                SELECT s.*, u.name AS office, u.kind AS kind,
                       EXISTS (SELECT FROM own WHERE starts_with(own.path, s.path)) AS is_own
                FROM services_service s JOIN units_unit u ON u.id = s.unit_id AND u.closed_on IS NULL
                WHERE today BETWEEN s.since AND s.until
            )
            SELECT o.id, o.title, o.need, o.told, o.open_to, o.since, o.until, o.places, o.place, o.hours, o.fee,
                   o.supplier, o.phone, o.office, o.is_own
            FROM offered o WHERE o.is_own OR o.kind IN ({OPEN})
            ORDER BY o.is_own DESC, length(o.path) DESC, o.until, o.title, o.id LIMIT most
            """,
        ),
    ]
