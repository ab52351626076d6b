"""A request is seen by whoever sees the matter it is: the offices above, and who brought it."""

from django.db import migrations

from gonghui.kernel.database.policies import protect

SEEN = "process_sees(item_id)"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial"), ("process", "0002_policies"), ("units", "0002_policies")]
    operations = [
        *protect(
            "appeals_appeal",
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        )
    ]
