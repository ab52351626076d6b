"""A list of duties is read where it is kept and by everybody below; the rest is seen with its matter."""

from django.db import migrations

from gonghui.kernel.database.policies import HI, LO, TREE, protect

SEEN = "process_sees(item_id)"
TABLES = ("duties_dutymatter", "duties_upwardrequest", "duties_upwardreport")
VERBS = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial"), ("process", "0002_policies")]
    operations = [
        *protect(
            "duties_duty",
            {"leadership": ("unit_id", "path")},
            also=f"({TREE} = 'leadership' AND {HI} <> '' AND path <> '' AND starts_with({LO}, path))",
            verbs=VERBS,
        ),
        *(
            operation
            for table in TABLES
            for operation in protect(
                table, {"leadership": ("unit_id", "path")}, also=SEEN, writable=SEEN, verbs=VERBS
            )
        ),
    ]
