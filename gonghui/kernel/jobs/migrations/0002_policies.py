"""A job is its owner's, in the post it was begun in. Of regular work everybody who reaches anything may know when it last ran, and no figure."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    HI,
    PERSON,
    POST,
    definer_function,
    follow_unit,
    forced,
    grant,
    policies,
)
from gonghui.kernel.database.roles import APP

OWN = f"account_id::text = {PERSON} AND post_id::text = {POST}"


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("units", "0002_policies")]
    operations = [
        grant("jobs_job"),
        follow_unit("jobs_job", "unit_id", "path", "leadership"),
        forced("jobs_job"),
        *policies("jobs_job", OWN, OWN),
        # Of old turns of regular work only the last weeks are kept; what somebody began stays.
        migrations.RunSQL(
            f"DROP POLICY jobs_job_delete ON jobs_job; CREATE POLICY jobs_job_delete ON jobs_job FOR DELETE TO {APP} "
            f"USING (slot IS NOT NULL AND {OWN})",
            migrations.RunSQL.noop,
        ),
        definer_function(
            "jobs_regular() RETURNS TABLE (kind varchar, slot timestamptz, state varchar, error varchar, "
            "started_at timestamptz, finished_at timestamptz) LANGUAGE sql STABLE",
            f"""
            SELECT DISTINCT ON (j.kind) j.kind, j.slot, j.state, j.error, j.started_at, j.finished_at
            FROM jobs_job j WHERE j.slot IS NOT NULL AND {HI} <> '' ORDER BY j.kind, j.slot DESC
            """,
        ),
    ]
