"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("members", "0004_merged"), ("indicators", "0002_policies")]
    operations = [
        watched("members_membership", "unit_id"),
        watched("members_person", "unit_id"),
        watched("members_membershipevent", "unit_id"),
    ]
