"""A file is seen inside the reach, and by who put it in, along whatever tree they work."""

from django.db import migrations

from gonghui.kernel.database.policies import PERSON, protect, within

OWN = f"account_id::text = {PERSON}"


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("units", "0002_policies")]
    operations = protect(
        "files_storedfile",
        {"leadership": ("unit_id", "path")},
        also=OWN,
        writable=f"{within('path', 'leadership')} OR {OWN}",
    )
