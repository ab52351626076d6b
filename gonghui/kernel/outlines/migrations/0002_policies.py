from django.db import migrations

from gonghui.kernel.database.policies import protect


class Migration(migrations.Migration):
    dependencies = [("outlines", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("outlines_outline", {"leadership": ("unit_id", "path")}),
    ]
