"""A pair, and a merge, is seen by who reaches both sides."""

from django.db import migrations

from gonghui.kernel.database.policies import EVERYTHING, follow_unit, forced, grant, policies, within

BOTH = f"{within('left_path', 'leadership')} AND {within('right_path', 'leadership')}"


def both_sides(table: str) -> list[migrations.RunSQL]:
    return [
        grant(table, "SELECT, INSERT, UPDATE"),
        follow_unit(table, "left_unit_id", "left_path", "leadership"),
        follow_unit(table, "right_unit_id", "right_path", "leadership"),
        forced(table),
        *policies(table, BOTH, BOTH),
    ]


class Migration(migrations.Migration):
    dependencies = [("linkage", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *both_sides("linkage_pair"),
        *both_sides("linkage_merge"),
        grant(
            "linkage_estimate", "SELECT, INSERT"
        ),  # shares alone, no row's values; the program alone adds one
        forced("linkage_estimate"),
        *policies("linkage_estimate", "true", EVERYTHING),
    ]
