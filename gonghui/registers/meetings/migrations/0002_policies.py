from django.db import migrations

from gonghui.kernel.database.policies import finder, protect


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("units", "0002_policies")]
    operations = [
        *protect("meetings_meeting", {"leadership": ("unit_id", "path")}),
        finder("meetings_find", "meetings_meeting", "id", "uuid", {"leadership": "path"}),
    ]
