"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_policies"), ("indicators", "0002_policies")]
    operations = [
        watched("meetings_meeting", "unit_id"),
    ]
