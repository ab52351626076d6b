"""What somebody may see of themselves: functions that answer by ``app.subject`` alone and take no person as an argument."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    SUBJECT,
    definer_function,
    forced,
    grant,
    policies,
    protect,
)
from gonghui.kernel.database.roles import DEFINER

SEEN = "process_sees(item_id)"
MINE = f"(SELECT * FROM members_person WHERE id = {SUBJECT})"
CLOSED = """EXISTS (SELECT FROM own_correction c JOIN process_workitem i ON i.id = c.item_id
                    WHERE c.person_id = p.id AND c.kind = 'close' AND i.outcome = 'cleared')"""


class Migration(migrations.Migration):
    dependencies = [
        ("own", "0001_initial"),
        ("members", "0004_merged"),
        ("unions", "0002_policies"),
        ("process", "0002_policies"),
        ("journal", "0002_policies"),
        ("actors", "0002_policies"),
    ]
    operations = [
        *protect(
            "own_correction",
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        ),
        migrations.RunSQL(f"GRANT SELECT ON units_unit, unions_union TO {DEFINER}", migrations.RunSQL.noop),
        grant("own_binding", "SELECT, INSERT, DELETE"),
        forced("own_binding"),
        *policies("own_binding", f"person_id = {SUBJECT}", f"person_id = {SUBJECT}"),
        migrations.RunSQL(
            f"GRANT SELECT ON own_binding TO {DEFINER};"
            "ALTER TABLE own_binding ADD CONSTRAINT own_binding_person FOREIGN KEY (person_id) "
            "REFERENCES members_person ON DELETE CASCADE",  # a file made one with another opens nothing any more
            migrations.RunSQL.noop,
        ),
        definer_function(
            "own_bound(by_wechat bytea) RETURNS uuid LANGUAGE sql STABLE",
            f"SELECT p.id FROM own_binding b JOIN members_person p ON p.id = b.person_id WHERE b.index = by_wechat AND NOT {CLOSED}",
        ),
        definer_function(
            "own_found(by_mobile bytea) RETURNS TABLE (id uuid, id_number bytea) LANGUAGE sql STABLE",
            f"""
            SELECT p.id, p.id_number FROM members_person p
            WHERE p.mobile_index = by_mobile AND NOT {CLOSED} ORDER BY p.id LIMIT 20
            """,
        ),
        definer_function(
            "own_person() RETURNS SETOF members_person LANGUAGE sql STABLE",
            f"SELECT * FROM members_person WHERE id = {SUBJECT}",
        ),
        definer_function(
            "own_memberships() RETURNS TABLE (id uuid, unit_id bigint, unit_name varchar, workplace varchar, "
            "job varchar, number varchar, since date, until date, is_retained boolean) LANGUAGE sql STABLE",
            f"""
            SELECT m.id, m.unit_id, u.name, m.workplace, m.job, m.number, m.since, m.until, m.is_retained
            FROM members_membership m JOIN units_unit u ON u.id = m.unit_id
            WHERE m.person_id = {SUBJECT} ORDER BY m.until DESC NULLS FIRST, m.since DESC
            """,
        ),
        definer_function(
            "own_unions() RETURNS TABLE (name varchar, phone varchar, address varchar) LANGUAGE sql STABLE",
            f"""
            SELECT n.name, n.office_phone, n.address FROM {MINE} p
            JOIN units_unit u ON starts_with(p.path, u.path) AND u.closed_on IS NULL
            JOIN unions_union n ON n.unit_id = u.id ORDER BY u.path DESC LIMIT 3
            """,
        ),
        definer_function(
            "own_requests() RETURNS TABLE (item uuid, number varchar, kind varchar, field varchar, reason varchar, "
            "opened_on date, due_on date, closed_on date, outcome varchar, office varchar, said text) LANGUAGE sql STABLE",
            f"""
            SELECT i.id, i.number, c.kind, c.field, c.reason, i.opened_on, i.due_on, i.closed_on, i.outcome, i.unit_name,
                   CASE i.outcome WHEN 'cleared' THEN c.answer WHEN 'refused' THEN (
                       SELECT s.note FROM process_step s
                       WHERE s.item_id = i.id AND s.move = 'refuse' AND NOT s.undone ORDER BY s.seq DESC LIMIT 1) END
            FROM own_correction c JOIN process_workitem i ON i.id = c.item_id
            WHERE c.person_id IN (SELECT f.id FROM members_files({SUBJECT}) f) ORDER BY i.opened_at DESC LIMIT 100
            """,
        ),
        definer_function(
            "own_consents() RETURNS TABLE (purpose varchar, version varchar, given_at timestamptz, channel varchar, "
            "withdrawn_at timestamptz, office varchar) LANGUAGE sql STABLE",
            f"""
            SELECT c.purpose, c.version, c.given_at, c.channel, c.withdrawn_at, u.name
            FROM members_consent c JOIN units_unit u ON u.id = c.unit_id
            WHERE c.id_index IN (SELECT f.id_index FROM members_files({SUBJECT}) f) ORDER BY c.given_at DESC, c.id LIMIT 100
            """,
        ),
        definer_function(
            "own_looks() RETURNS TABLE (day date, role varchar, posts jsonb, verb varchar, field text, reason text) "
            "LANGUAGE sql STABLE",
            f"""
            SELECT e.day, e.role,
                   (SELECT jsonb_agg(jsonb_build_object('role', a.role, 'unit', u.name) ORDER BY a.id)
                    FROM actors_assignment a JOIN units_unit u ON u.id = a.unit_id
                    WHERE a.account_id = e.account_id AND a.since <= e.day AND (a.until IS NULL OR a.until >= e.day)),
                   e.verb, e.detail ->> 'field', e.detail ->> 'reason'
            FROM (
                (SELECT j.*, (j.at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM journal_entry j
                 WHERE j.subject = 'members.person:' || {SUBJECT}::text AND j.verb = 'register.reveal'
                 ORDER BY j.id DESC LIMIT 100)
                UNION ALL
                (SELECT j.*, (j.at AT TIME ZONE 'Asia/Shanghai')::date FROM {MINE} p
                 JOIN units_unit above ON starts_with(p.path, above.path)
                 JOIN journal_entry j ON j.unit_id = above.id
                 WHERE j.verb = 'register.export' AND j.detail ->> 'register' = 'members' ORDER BY j.id DESC LIMIT 100)
            ) e ORDER BY e.id DESC
            """,
        ),
    ]
