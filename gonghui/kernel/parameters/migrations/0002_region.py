"""In which division a chain of units lies. The places above are needed even where a reach along another
tree (a grid, a line of trade) does not show them; a published division code is no secret.
"""

from django.db import migrations

from gonghui.kernel.database.policies import definer_function


class Migration(migrations.Migration):
    dependencies = [("parameters", "0001_initial"), ("units", "0002_policies")]
    operations = [
        definer_function(
            "parameters_region(chain bigint[]) RETURNS text LANGUAGE sql STABLE",
            "SELECT code FROM units_unit WHERE id = ANY(chain) AND code ~ '^[1-8][0-9]{1,14}$'"
            " ORDER BY array_position(chain, id) DESC LIMIT 1",
        ),
    ]
