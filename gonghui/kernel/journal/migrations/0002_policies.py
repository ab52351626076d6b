"""The journal: append-only, refused without an actor, sealed by a function that alone may do so."""

from django.db import migrations

from gonghui.kernel.database.policies import PERSON, append_only, definer_function, forced, grant, policies
from gonghui.kernel.database.roles import APP, DEFINER

NEEDS_ACTOR = """
CREATE FUNCTION journal_needs_actor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.person', true), '') = '' THEN
        RAISE EXCEPTION 'no actor in this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_entry_actor BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_needs_actor();
"""

LEAF = """
CREATE FUNCTION journal_leaf(e journal_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to(concat_ws(E'\\x1f', e.id, extract(epoch FROM e.at)::numeric(20, 6),
        e.account_id, e.actor_name, e.role, coalesce(e.unit_id::text, '-'), e.verb, e.subject,
        e.detail::text), 'UTF8'))
$$;
"""

# A writer holds ROW EXCLUSIVE until it commits, so behind this lock no smaller number can still appear.
SEAL = """
DECLARE
    was journal_seal;
    upto bigint;
    made journal_seal;
BEGIN
    LOCK TABLE journal_entry IN SHARE MODE;
    SELECT * INTO was FROM journal_seal ORDER BY id DESC LIMIT 1;
    SELECT max(id) INTO upto FROM (SELECT id FROM journal_entry WHERE id > coalesce(was.last, 0)
        ORDER BY id LIMIT batch) AS next;
    IF upto IS NULL THEN
        RETURN 0;
    END IF;
    INSERT INTO journal_seal (first, last, count, leaves, digest, head)
    SELECT coalesce(was.last, 0) + 1, upto, count(*),
           string_agg(int8send(id) || substring(leaf FROM 1 FOR 8), ''::bytea ORDER BY id),
           encode(sha256(string_agg(leaf, ''::bytea ORDER BY id)), 'hex'), ''
    FROM (SELECT e.id, journal_leaf(e) AS leaf FROM journal_entry e
          WHERE e.id > coalesce(was.last, 0) AND e.id <= upto) AS row
    RETURNING * INTO made;
    UPDATE journal_seal SET head = encode(sha256(convert_to(concat_ws('|', coalesce(was.head, ''),
        made.first, made.last, made.count, made.digest), 'UTF8')), 'hex') WHERE id = made.id;
    RETURN made.count;
END
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("units", "0002_policies")]
    operations = [
        grant("journal_entry", "SELECT, INSERT"),
        grant("journal_seal", "SELECT"),
        forced("journal_entry"),
        *policies(
            "journal_entry",
            f"unit_id IN (SELECT units_within()) OR account_id::text = {PERSON}",
            f"account_id::text = {PERSON}",
        ),
        append_only("journal_entry"),
        migrations.RunSQL(NEEDS_ACTOR, migrations.RunSQL.noop),
        migrations.RunSQL(LEAF, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"GRANT UPDATE ON journal_entry TO {DEFINER};"
            f"GRANT INSERT, UPDATE ON journal_seal TO {DEFINER};"
            f"GRANT USAGE ON SEQUENCE journal_seal_id_seq TO {DEFINER};"
            f"GRANT EXECUTE ON FUNCTION journal_leaf(journal_entry) TO {APP}",
            migrations.RunSQL.noop,
        ),
        definer_function("journal_seal(batch integer) RETURNS integer LANGUAGE plpgsql VOLATILE", SEAL),
    ]
