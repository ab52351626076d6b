"""Each record is seen where its matter is seen, and written by who has a part in it."""

from django.db import migrations

from gonghui.kernel.database.policies import protect

SEEN = "process_sees(item_id)"
OWN = {"leadership": ("unit_id", "path")}
RECORDS = ("transfer", "transferrequest", "retention", "withdrawal", "expulsion", "idlemember", "death")


class Migration(migrations.Migration):
    dependencies = [("belonging", "0001_initial"), ("process", "0002_policies"), ("members", "0002_policies")]
    operations = [
        operation
        for name in RECORDS
        for operation in protect(
            f"belonging_{name}", OWN, also=SEEN, writable=SEEN, verbs="SELECT, INSERT, UPDATE"
        )
    ]
