"""Gaps and decisions are seen with their matters; visits too, a meeting where it is called and in its grid."""

from django.db import migrations

from gonghui.kernel.database.policies import forced, grant, policies, protect

SEEN = "process_sees(item_id)"
VERBS = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [("gaps", "0001_initial"), ("process", "0002_policies")]
    operations = [
        *(
            operation
            for name in ("gap", "decision")
            for operation in protect(
                f"gaps_{name}", {"leadership": ("unit_id", "path")}, also=SEEN, writable=SEEN, verbs=VERBS
            )
        ),
        *(
            operation
            for table in ("gaps_visit", "gaps_contest")
            for operation in (grant(table, VERBS), forced(table), *policies(table, SEEN, SEEN))
        ),
        *protect(
            "gaps_meeting",
            {"leadership": ("unit_id", "path"), "grid": ("grid_id", "grid_path")},
            verbs=VERBS,
        ),
    ]
