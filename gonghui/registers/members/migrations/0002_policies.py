"""Members under row-level security, and the two functions that look beyond a reach."""

from django.db import migrations

from gonghui.kernel.database.policies import HI, LO, PERSON, TREE, definer_function, protect
from gonghui.kernel.database.references import reference
from gonghui.kernel.database.roles import DEFINER

LEADERSHIP = {"leadership": ("unit_id", "path")}

# Looks at the whole database, so it answers only with a class, counts what it was asked, and has a limit.
CLASSIFY = f"""
DECLARE
    me bigint := {PERSON}::bigint;
    asked bigint;
BEGIN
    IF me IS NULL OR {HI} = '' THEN
        RAISE EXCEPTION 'no reach' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO members_identitylookup (account_id, numbers) VALUES (me, cardinality(wanted));
    SELECT sum(numbers) INTO asked FROM members_identitylookup
        WHERE account_id = me AND at > now() - interval '1 hour';
    IF me > 0 AND asked > hourly THEN
        RAISE EXCEPTION 'too many identity lookups' USING ERRCODE = 'GH001';
    END IF;
    RETURN QUERY
    SELECT p.id_index,
           CASE WHEN {TREE} = 'leadership' AND p.path >= {LO} AND p.path < {HI} THEN p.id END
    FROM members_person p WHERE p.id_index = ANY (wanted);
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("units", "0002_policies"),
        ("employers", "0002_policies"),
    ]
    operations = [
        *protect("members_person", LEADERSHIP, in_bulk=True),
        *protect("members_membership", LEADERSHIP, in_bulk=True),
        *protect("members_membershipevent", LEADERSHIP, verbs="SELECT, INSERT", in_bulk=True),
        reference("members_membership_person", "members_membership", "members_person", {"person_id": "id"}),
        reference(
            "members_membershipevent_membership",
            "members_membershipevent",
            "members_membership",
            {"membership_id": "id"},
        ),
        *protect("members_rosterentry", LEADERSHIP),
        *protect("members_subplace", LEADERSHIP, verbs="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            f"GRANT INSERT, SELECT ON members_identitylookup TO {DEFINER};"
            f"GRANT USAGE ON SEQUENCE members_identitylookup_id_seq TO {DEFINER};",
            migrations.RunSQL.noop,
        ),
        definer_function(
            "members_classify(wanted bytea[], hourly bigint) RETURNS TABLE (id_index bytea, person_id uuid) "
            "LANGUAGE plpgsql VOLATILE",
            CLASSIFY,
        ),
        definer_function(
            "members_find(wanted tsquery) RETURNS SETOF uuid LANGUAGE sql STABLE",
            f"""
            SELECT id FROM members_person
            WHERE {TREE} = 'leadership' AND {HI} <> '' AND tokens @@ wanted AND path >= {LO} AND path < {HI}
            """,
        ),
    ]
