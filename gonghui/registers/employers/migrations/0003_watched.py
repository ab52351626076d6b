"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("employers", "0002_policies"), ("indicators", "0002_policies")]
    operations = [
        watched("employers_employer", "unit_id", "grid_id", "line_id", "covered_by_id"),
    ]
