"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("dues", "0002_policies"), ("indicators", "0002_policies")]
    operations = [
        watched("dues_receipt", "unit_id"),
    ]
