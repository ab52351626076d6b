from django.db import migrations

from gonghui.kernel.database.policies import protect


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_initial"), ("units", "0002_policies")]
    operations = protect("unions_union", {"leadership": ("unit_id", "path")})
