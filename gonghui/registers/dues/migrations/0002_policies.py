from django.db import migrations

from gonghui.kernel.database.policies import finder, protect


class Migration(migrations.Migration):
    dependencies = [("dues", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("dues_receipt", {"leadership": ("unit_id", "path")}),
        finder("dues_find", "dues_receipt", "id", "uuid", {"leadership": "path"}),
    ]
