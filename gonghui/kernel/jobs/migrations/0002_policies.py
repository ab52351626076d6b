"""A job is its owner's."""

from django.db import migrations

from gonghui.kernel.database.policies import PERSON, follow_unit, forced, grant, policies


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("units", "0002_policies")]
    operations = [
        grant("jobs_job", "SELECT, INSERT, UPDATE"),
        follow_unit("jobs_job", "unit_id", "path", "leadership"),
        forced("jobs_job"),
        *policies("jobs_job", f"account_id::text = {PERSON}", f"account_id::text = {PERSON}"),
    ]
