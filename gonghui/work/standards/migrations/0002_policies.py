"""A check-list is read where it is kept and by everybody below; the rest by whoever reaches the union."""

from django.db import migrations

from gonghui.kernel.database.policies import HI, LO, TREE, protect

SEEN = "process_sees(item_id)"
OWN = {"leadership": ("unit_id", "path")}


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial"), ("process", "0002_policies"), ("files", "0002_policies")]
    operations = [
        *protect(
            "standards_scheme",
            OWN,
            also=f"({TREE} = 'leadership' AND {HI} <> '' AND path <> '' AND starts_with({LO}, path))",
            verbs="SELECT, INSERT, UPDATE",
        ),
        *protect("standards_rating", OWN, also=SEEN, writable=SEEN, verbs="SELECT, INSERT, UPDATE"),
        *protect("standards_loss", OWN, also=SEEN, writable=SEEN, verbs="SELECT, INSERT, UPDATE"),
        *protect("standards_standing", OWN),
        *(
            operation
            for table in ("assessment", "holding", "award", "adopted", "poll", "ticket", "title")
            for operation in protect(f"standards_{table}", OWN, verbs="SELECT, INSERT, UPDATE")
        ),
    ]
