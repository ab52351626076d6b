"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_policies"), ("indicators", "0002_policies")]
    operations = [
        watched("orders_order", "unit_id"),
    ]
