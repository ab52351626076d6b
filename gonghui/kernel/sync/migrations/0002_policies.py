"""A phone is its holder's and is seen by whoever reaches the post it works in; what came from it is its sender's alone."""

from django.db import migrations

from gonghui.kernel.database.policies import (
    EVERYTHING,
    PERSON,
    definer_function,
    forced,
    grant,
    policies,
    protect,
    within,
)

OWN = f"account_id::text = {PERSON}"


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0001_initial"),
        ("units", "0002_policies"),
        ("files", "0002_policies"),
        ("actors", "0002_policies"),
    ]
    operations = [
        *protect(
            "sync_device",
            {"leadership": ("unit_id", "path")},
            also=OWN,
            writable=f"{within('path', 'leadership')} OR {OWN}",
            verbs="SELECT, INSERT, UPDATE",
        ),
        grant("sync_arrival", "SELECT, INSERT, UPDATE"),
        forced("sync_arrival"),
        *policies("sync_arrival", f"{OWN} OR {EVERYTHING}", f"{OWN} OR {EVERYTHING}"),
        grant("sync_photo", "SELECT, INSERT"),
        forced("sync_photo"),
        *policies("sync_photo", OWN, OWN),
        definer_function(
            "sync_forgotten(device uuid, today date) RETURNS boolean LANGUAGE sql STABLE",
            """
            SELECT EXISTS (
                SELECT FROM sync_device d
                LEFT JOIN actors_account a ON a.id = d.account_id
                LEFT JOIN actors_assignment p ON p.id = d.post_id
                WHERE d.id = device AND (
                    d.wipe_asked_at IS NOT NULL OR d.wiped_at IS NOT NULL OR NOT coalesce(a.is_active, false)
                    OR p.id IS NULL OR p.until < today))
            """,
        ),
    ]
