"""What is known of an election or an extension is seen with its matter, and by everybody who reaches its union."""

from django.db import migrations

from gonghui.kernel.database.policies import protect

SEEN = "process_sees(item_id)"
TABLES = ("terms_reelection", "terms_extension", "terms_byelection")


class Migration(migrations.Migration):
    dependencies = [("terms", "0001_initial"), ("process", "0002_policies")]
    operations = [
        operation
        for table in TABLES
        for operation in protect(
            table,
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        )
    ]
