"""What every other migration stands on: who gets what by default, and the refusal used by append-only tables."""

from django.db import migrations

from gonghui.kernel.database import merging
from gonghui.kernel.database.policies import PREPARE, REFUSE_CHANGE


class Migration(migrations.Migration):
    initial = True
    run_before = [
        (app, "0001_initial")
        for app in (
            *("contenttypes", "auth", "sessions", "procrastinate", "account", "mfa", "usersessions"),
            *("units", "journal", "calendar", "regions"),
        )
    ]
    operations = [
        migrations.RunSQL(PREPARE, migrations.RunSQL.noop),
        migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop),
        merging.function(),
    ]
