"""A release that is to come: every employer gets its district, worked out from its address, and must have one."""

from django.db import migrations

from gonghui.kernel.database.upgrading import Backfill, IndexBeside, Quickly

TABLE = "employers_employer"
DROPPED = f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS employers_has_district"
CHECKED = f"ALTER TABLE {TABLE} ADD CONSTRAINT employers_has_district CHECK (district IS NOT NULL) NOT VALID"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("employers", "0001_initial")]
    operations = [
        Quickly(f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS district varchar(20)"),
        Quickly(
            f"ALTER TABLE {TABLE} ALTER COLUMN district SET DEFAULT ''"
        ),  # for the program as it was before
        Backfill(TABLE, change="district = left(address, 2)", left="district IS NULL", batch=1_000),
        IndexBeside("employers_by_district", f"{TABLE} (district)"),
        Quickly(f"{DROPPED}; {CHECKED}"),
        Quickly(f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT employers_has_district"),
    ]
