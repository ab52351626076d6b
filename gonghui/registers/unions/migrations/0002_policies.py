from django.db import migrations

from gonghui.kernel.database.policies import finder, protect


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("unions_union", {"leadership": ("unit_id", "path")}),
        finder(
            "unions_find", "unions_union", "unit_id", "bigint", {"leadership": "path"}, "credit_code", "name"
        ),
    ]
