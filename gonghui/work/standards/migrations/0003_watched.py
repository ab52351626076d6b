"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_policies"), ("indicators", "0002_policies")]
    operations = [
        watched("standards_standing", "unit_id"),
        watched("standards_title", "unit_id"),
        watched("standards_adopted", "unit_id"),
    ]
