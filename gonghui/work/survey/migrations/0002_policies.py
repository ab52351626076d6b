"""A round is read where it is kept and by everybody below, along each tree; a subject by area, grid or line; answers,
people and list rows with their subject.
"""

from django.db import migrations

from gonghui.kernel.database.policies import HI, LO, TREE, finder, forced, grant, policies, protect

TREES = {"leadership": "path", "grid": "grid_path", "industry": "line_path"}
BELOW = " OR ".join(
    f"({TREE} = '{tree}' AND {HI} <> '' AND {column} <> '' AND starts_with({LO}, {column}))"
    for tree, column in TREES.items()
)
SEEN = "EXISTS (SELECT 1 FROM survey_subject s WHERE s.id = subject_id)"
VERBS = "SELECT, INSERT, UPDATE"


class Migration(migrations.Migration):
    dependencies = [("survey", "0001_initial"), ("units", "0002_policies"), ("employers", "0002_policies")]
    operations = [
        *protect(
            "survey_round",
            {tree: ("unit_id", column) for tree, column in TREES.items()},
            also=BELOW,
            verbs=VERBS,
        ),
        *protect(
            "survey_subject",
            {
                "leadership": ("unit_id", "path"),
                "grid": ("grid_id", "grid_path"),
                "industry": ("line_id", "line_path"),
            },
            verbs=VERBS,
        ),
        finder("survey_find", "survey_subject", "id", "uuid", TREES, "credit_code"),
        *(
            operation
            for name in ("answer", "worker", "listed")
            for operation in (
                grant(f"survey_{name}", VERBS),
                forced(f"survey_{name}"),
                *policies(f"survey_{name}", SEEN, SEEN),
            )
        ),
        *protect("survey_team", {"leadership": ("unit_id", "path")}, verbs=VERBS),
    ]
