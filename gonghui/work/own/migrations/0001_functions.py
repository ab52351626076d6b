"""What somebody may see of themselves: functions that answer by ``app.subject`` alone and take no person as an argument."""

from django.db import migrations

from gonghui.kernel.database.policies import SUBJECT, definer_function

MINE = f"(SELECT * FROM members_person WHERE id = {SUBJECT})"


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_policies"),
        ("unions", "0002_policies"),
    ]
    operations = [
        definer_function(
            "own_found(by_mobile bytea) RETURNS TABLE (id uuid, id_number bytea) LANGUAGE sql STABLE",
            "SELECT id, id_number FROM members_person WHERE mobile_index = by_mobile ORDER BY id LIMIT 20",
        ),
        definer_function(
            "own_person() RETURNS SETOF members_person LANGUAGE sql STABLE",
            f"SELECT * FROM members_person WHERE id = {SUBJECT}",
        ),
        definer_function(
            "own_memberships() RETURNS TABLE (id uuid, unit_id bigint, unit_name varchar, workplace varchar, "
            "job varchar, number varchar, since date, until date) LANGUAGE sql STABLE",
            f"""
            SELECT m.id, m.unit_id, u.name, m.workplace, m.job, m.number, m.since, m.until
            FROM members_membership m JOIN units_unit u ON u.id = m.unit_id
            WHERE m.person_id = {SUBJECT} ORDER BY m.until DESC NULLS FIRST, m.since DESC
            """,
        ),
        definer_function(
            "own_unions() RETURNS TABLE (name varchar, phone varchar, address varchar) LANGUAGE sql STABLE",
            f"""
            SELECT n.name, n.office_phone, n.address FROM {MINE} p
            JOIN units_unit u ON starts_with(p.path, u.path) AND u.closed_on IS NULL
            JOIN unions_union n ON n.unit_id = u.id ORDER BY u.path DESC LIMIT 6
            """,
        ),
    ]
