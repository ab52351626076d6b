from django.db import migrations

from gonghui.kernel.database.policies import protect


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("reports_report", {"leadership": ("unit_id", "path")}, verbs="SELECT, INSERT"),
    ]
