from django.db import migrations

from gonghui.kernel.database.policies import protect

LEADERSHIP = {"leadership": ("unit_id", "path")}


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("register_intake", LEADERSHIP, verbs="SELECT, INSERT, UPDATE"),
        *protect("register_columnmemory", LEADERSHIP),
    ]
