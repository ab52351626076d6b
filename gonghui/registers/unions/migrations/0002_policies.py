from django.db import migrations

from gonghui.kernel.database.policies import finder, follow_unit, protect, within


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("unions_union", {"leadership": ("unit_id", "path")}),
        *protect(
            "unions_affiliation",
            {"leadership": ("unit_id", "path")},
            also=within("federation_path", "leadership"),
            verbs="SELECT, INSERT, UPDATE",
        ),
        follow_unit("unions_affiliation", "federation_id", "federation_path", "leadership"),
        *protect("unions_lead", {"leadership": ("unit_id", "path")}, verbs="SELECT, INSERT, UPDATE"),
        finder(
            "unions_find", "unions_union", "unit_id", "bigint", {"leadership": "path"}, "credit_code", "name"
        ),
    ]
