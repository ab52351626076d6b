from django.db import migrations

from gonghui.kernel.database.policies import finder, protect

TREES = {"leadership": "path", "grid": "grid_path", "industry": "line_path"}


class Migration(migrations.Migration):
    dependencies = [("employers", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect(
            "employers_employer",
            {
                "leadership": ("unit_id", "path"),
                "grid": ("grid_id", "grid_path"),
                "industry": ("line_id", "line_path"),
            },
        ),
        finder("employers_find", "employers_employer", "id", "uuid", TREES, "credit_code"),
    ]
