"""A notice is its receiver's and its teller's, the outbox the program's own, addresses and wishes their owner's."""

from django.db import migrations

from gonghui.kernel.database.policies import HI, LO, PERSON, TREE, definer_function, forced, grant, policies
from gonghui.kernel.database.roles import APP

ITSELF = f"{PERSON} = '-1'"  # the program, not a person
OWN = f"account_id::text = {PERSON} OR {ITSELF}"
PARTY = f"account_id::text = {PERSON} OR told_by::text = {PERSON} OR {ITSELF}"
AT_THE_TOP = f"""
    SELECT {TREE} = 'leadership' AND {HI} <> '' AND NOT EXISTS (
        SELECT 1 FROM actors_assignment
        WHERE starts_with({LO}, path) AND path <> {LO} AND since <= today AND (until IS NULL OR until >= today)
    )
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("actors", "0002_policies")]
    operations = [
        grant("notices_notice", "SELECT, INSERT, UPDATE"),
        forced("notices_notice"),
        *policies("notices_notice", PARTY, PARTY),
        grant("notices_delivery"),
        forced("notices_delivery"),
        *policies("notices_delivery", ITSELF, ITSELF),
        migrations.RunSQL(
            f"CREATE POLICY notices_delivery_code ON notices_delivery FOR INSERT TO {APP} "
            "WITH CHECK (kind LIKE '%.code' OR (kind LIKE '%.word' AND account_id = 0))",
            migrations.RunSQL.noop,
        ),
        *(
            one
            for table in ("notices_address", "notices_preference")
            for one in (grant(table), forced(table), *policies(table, OWN, OWN))
        ),
        definer_function(
            "notices_account_of(by_channel varchar, wanted bytea) RETURNS bigint LANGUAGE sql STABLE",
            "SELECT account_id FROM notices_address WHERE channel = by_channel AND index = wanted",
        ),
        definer_function(
            "notices_holders(wanted varchar[], in_unit bigint, today date) "
            "RETURNS TABLE (account_id bigint, post_id bigint) LANGUAGE sql STABLE",
            """
            SELECT account_id, id FROM actors_assignment
            WHERE unit_id = in_unit AND role = ANY (wanted) AND since <= today
              AND (until IS NULL OR until >= today)
            ORDER BY id
            """,
        ),
        definer_function("notices_at_the_top(today date) RETURNS boolean LANGUAGE sql STABLE", AT_THE_TOP),
        definer_function(
            "notices_states(today date) RETURNS TABLE (channel varchar, waiting bigint, sent_today bigint, "
            "sent_at timestamptz, failed_at timestamptz, error varchar, given_up bigint) LANGUAGE sql STABLE",
            """
            SELECT d.channel, count(*) FILTER (WHERE state IN ('waiting', 'sending')),
                   count(*) FILTER (WHERE sent_on = today), max(sent_at), max(failed_at),
                   (array_agg(error ORDER BY failed_at DESC NULLS LAST))[1],
                   count(*) FILTER (WHERE state = 'given-up')
            FROM notices_delivery d WHERE notices_at_the_top(today) GROUP BY d.channel
            """,
        ),
        definer_function(
            "notices_given_up(today date, most bigint) RETURNS TABLE (id uuid, account_id bigint, channel varchar, "
            "kind varchar, failed_at timestamptz, error varchar) LANGUAGE sql STABLE",
            """
            SELECT d.id, d.account_id, d.channel, d.kind, d.failed_at, d.error FROM notices_delivery d
            WHERE notices_at_the_top(today) AND state = 'given-up' ORDER BY failed_at DESC LIMIT most
            """,
        ),
    ]
