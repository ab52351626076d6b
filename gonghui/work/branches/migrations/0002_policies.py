"""A branch that is being set up is seen with its matter, and by everybody who reaches its union."""

from django.db import migrations

from gonghui.kernel.database.policies import protect

SEEN = "process_sees(item_id)"


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_initial"), ("process", "0002_policies")]
    operations = protect(
        "branches_branchsetting",
        {"leadership": ("unit_id", "path")},
        also=SEEN,
        writable=SEEN,
        verbs="SELECT, INSERT, UPDATE",
    )
