from django.db import migrations

from gonghui.kernel.database.policies import finder, protect


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("posts_cadre", {"leadership": ("unit_id", "path")}),
        finder("posts_find", "posts_cadre", "id", "uuid", {"leadership": "path"}),
    ]
