"""A founding is seen with its matter, and by everybody who reaches its place."""

from django.db import migrations

from gonghui.kernel.database.policies import EVERYTHING, PERSON, forced, grant, policies, protect

SEEN = "process_sees(item_id)"
REACHED = (
    "EXISTS (SELECT FROM employers_employer e WHERE e.id = employer_id)"  # under that table's own policies
)
TAKEN = f"({REACHED} OR (employer_id IS NULL AND account_id::text = {PERSON}) OR {EVERYTHING})"


class Migration(migrations.Migration):
    dependencies = [
        ("founding", "0001_initial"),
        ("process", "0002_policies"),
        ("employers", "0002_policies"),
    ]
    operations = [
        *protect(
            "founding_founding",
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        ),
        *protect(
            "founding_federationfounding",
            {"leadership": ("unit_id", "path")},
            also=SEEN,
            writable=SEEN,
            verbs="SELECT, INSERT, UPDATE",
        ),
        *(
            operation
            for table, verbs in (
                ("founding_cover", "SELECT, INSERT, UPDATE (employer_id), DELETE"),
                ("founding_joining", "SELECT, INSERT, DELETE"),
            )
            for operation in (
                grant(table, verbs),
                forced(table),
                *policies(table, SEEN, SEEN),
            )
        ),
        grant("founding_shot", "SELECT, INSERT, UPDATE"),
        forced("founding_shot"),
        *policies("founding_shot", TAKEN, TAKEN),
    ]
