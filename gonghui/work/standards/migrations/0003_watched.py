"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_policies"), ("indicators", "0002_policies")]
    operations = [
        watched(f"standards_{table}", "unit_id")
        for table in ("standing", "title", "adopted", "assessment", "holding", "award", "poll", "scheme")
    ]
