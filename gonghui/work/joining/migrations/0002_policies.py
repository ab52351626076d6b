"""What is handed in can be read by the program alone; by a code, a receipt or a card one learns what it stands for."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    EVERYTHING,
    SUBJECT,
    definer_function,
    forced,
    grant,
    policies,
    protect,
    within,
)
from gonghui.kernel.database.roles import APP, DEFINER

SEEN = "process_sees(item_id)"
OWN = {"leadership": ("unit_id", "path")}
SAID = "('ask', 'refuse', 'give_up')"


NEAR = """(SELECT jsonb_agg(DISTINCT c.label ORDER BY c.label) FROM joining_joincode c
           JOIN units_unit there ON there.id = c.unit_id JOIN units_unit here ON here.id = i.unit_id
           WHERE c.kind = 'station' AND c.revoked_on IS NULL
             AND (starts_with(there.path, here.path) OR starts_with(here.path, there.path)))"""


class Migration(migrations.Migration):
    dependencies = [
        ("joining", "0001_initial"),
        ("process", "0002_policies"),
        ("unions", "0002_policies"),
        ("members", "0004_merged"),
    ]
    operations = [
        *protect(
            "joining_joincode",
            OWN | {"grid": ("grid_id", "grid_path")},
            writable=within("path", "leadership"),
            verbs="SELECT, INSERT, UPDATE",
        ),
        *protect("joining_destination", OWN),
        *protect("joining_application", OWN, also=SEEN, writable=SEEN, verbs="SELECT, INSERT, UPDATE"),
        grant("joining_submission", "SELECT, INSERT, UPDATE"),
        forced("joining_submission"),
        *policies("joining_submission", EVERYTHING, EVERYTHING),
        migrations.RunSQL(
            f"CREATE POLICY joining_submission_anybody ON joining_submission FOR INSERT TO {APP} "
            "WITH CHECK (taken_at IS NULL AND item_id IS NULL);"
            f"GRANT SELECT ON units_unit, unions_union TO {DEFINER}",
            migrations.RunSQL.noop,
        ),
        definer_function(
            "joining_code(wanted varchar) RETURNS TABLE (code uuid, unit_id bigint, unit_name varchar, kind varchar, "
            "label varchar, expires_on date, is_own boolean) LANGUAGE sql STABLE",
            """
            SELECT c.id, u.id, u.name, c.kind, c.label, c.expires_on, n.kind IN ('single', 'branch', 'group')
            FROM joining_joincode c JOIN units_unit u ON u.id = c.unit_id
            LEFT JOIN unions_union n ON n.unit_id = u.id
            WHERE c.key = wanted AND c.revoked_on IS NULL AND u.closed_on IS NULL
            """,
        ),
        definer_function(
            "joining_arrived(wanted uuid, since timestamptz) RETURNS bigint LANGUAGE sql STABLE",
            "SELECT count(*) FROM (SELECT FROM joining_submission WHERE about = wanted AND at > since LIMIT 1000) s",
        ),
        definer_function(
            "joining_places() RETURNS TABLE (unit_id bigint, name varchar) LANGUAGE sql STABLE",
            """
            SELECT u.id, u.name FROM units_unit u JOIN unions_union n ON n.unit_id = u.id
            WHERE n.kind IN ('town', 'town_federation', 'town_committee', 'zone') AND u.closed_on IS NULL
            ORDER BY u.path LIMIT 500
            """,
        ),
        definer_function(
            "joining_receipt(wanted bytea) RETURNS jsonb LANGUAGE sql STABLE",
            f"""
            SELECT coalesce((
                SELECT jsonb_build_object(
                    'item', i.id, 'number', i.number, 'stage', i.stage_key, 'outcome', i.outcome, 'opened_on', i.opened_on,
                    'due_on', i.due_on, 'closed_on', i.closed_on, 'unit', i.unit_name, 'unit_id', i.unit_id, 'holder', i.holder_label,
                    'name', a.name, 'joined_on', a.joined_on, 'card', a.number,
                    'phone', (SELECT n.office_phone FROM unions_union n WHERE n.unit_id = i.unit_id),
                    'near', {NEAR},
                    'said', (SELECT s.note FROM process_step s
                             WHERE s.item_id = i.id AND s.move IN {SAID} AND NOT s.undone ORDER BY s.seq DESC LIMIT 1),
                    'steps', (SELECT jsonb_agg(jsonb_build_object('label', s.label, 'on', s.at, 'unit', s.unit_name)
                                               ORDER BY s.seq)
                              FROM process_step s WHERE s.item_id = i.id AND NOT s.undone))
                FROM joining_application a JOIN process_workitem i ON i.id = a.item_id WHERE a.receipt = wanted
            ), (
                SELECT jsonb_build_object('at', s.at, 'fault', s.fault)
                FROM joining_submission s WHERE s.receipt = wanted AND s.kind = 'join' LIMIT 1
            ))
            """,
        ),
        definer_function(
            "joining_own() RETURNS TABLE (item uuid, number varchar, opened_on date, due_on date, closed_on date, "
            "outcome varchar, office varchar, said text) LANGUAGE sql STABLE",
            f"""
            SELECT i.id, i.number, i.opened_on, i.due_on, i.closed_on, i.outcome, i.unit_name,
                   (SELECT s.note FROM process_step s
                    WHERE s.item_id = i.id AND s.move IN {SAID} AND NOT s.undone ORDER BY s.seq DESC LIMIT 1)
            FROM joining_application a JOIN process_workitem i ON i.id = a.item_id
            WHERE a.id_index IN (SELECT f.id_index FROM members_files({SUBJECT}) f)
            ORDER BY i.opened_at DESC LIMIT 50
            """,
        ),
        definer_function(
            "joining_card(wanted uuid) RETURNS jsonb LANGUAGE sql STABLE",
            """
            SELECT coalesce((
                SELECT jsonb_build_object('unit', u.name, 'since', m.since, 'until', m.until, 'name', left(p.name, 1))
                FROM members_membership m JOIN members_person p ON p.id = m.person_id
                JOIN units_unit u ON u.id = m.unit_id
                WHERE m.id = wanted
                   OR (p.id_index, m.unit_id) = (SELECT a.id_index, a.unit_id FROM joining_application a
                                                 WHERE a.item_id = wanted AND a.joined_on IS NOT NULL)
                ORDER BY m.until DESC NULLS FIRST LIMIT 1
            ), (
                SELECT jsonb_build_object('unit', i.unit_name, 'since', a.joined_on, 'until', NULL, 'name', left(a.name, 1))
                FROM joining_application a JOIN process_workitem i ON i.id = a.item_id
                WHERE a.item_id = wanted AND i.outcome = 'cleared'
            ))
            """,
        ),
    ]
