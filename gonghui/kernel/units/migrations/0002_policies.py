"""Row-level security of the trees, and the function that keeps every other table's paths right."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    HI,
    LO,
    SET_PATH,
    TREE,
    definer_function,
    forced,
    grant,
    policies,
    protect,
    within,
)

TREES = {"leadership": "path", "grid": "grid_path", "industry": "line_path", "money": "money_path"}
INSIDE = " OR ".join(within(column, tree) for tree, column in TREES.items())
ABOVE = " OR ".join(
    f"({TREE} = '{tree}' AND {column} IS NOT NULL AND {LO} <> '' AND starts_with({LO}, {column}))"
    for tree, column in TREES.items()
)


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial"), ("database", "0001_prepare")]
    operations = [
        migrations.RunSQL(SET_PATH, migrations.RunSQL.noop),
        grant("units_unit", "SELECT, INSERT, UPDATE"),
        forced("units_unit"),
        *policies("units_unit", f"({INSIDE}) OR ({ABOVE})", INSIDE),
        *protect("units_placement", {"leadership": ("unit_id", "path")}, verbs="SELECT, INSERT, UPDATE"),
        definer_function(
            "units_within() RETURNS SETOF bigint LANGUAGE sql STABLE",
            f"SELECT id FROM units_unit WHERE {HI} <> '' AND ({INSIDE})",
        ),
    ]
