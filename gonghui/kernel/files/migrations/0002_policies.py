"""A file is seen by who uploaded it, and inside the reach."""

from django.db import migrations

from gonghui.kernel.database.policies import protect


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("units", "0002_policies")]
    operations = protect("files_storedfile", {"leadership": ("unit_id", "path")})
