"""Every change is counted."""

from django.db import migrations

from gonghui.kernel.database.policies import watched
from gonghui.kernel.database.roles import DEFINER

# What an employer is counts for its people as well, wherever they are members.
CLASSED = f"""
CREATE FUNCTION members_classed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO indicators_mark (watched, number)
        SELECT DISTINCT 'members_membership.unit_id', m.unit_id FROM members_membership m WHERE m.employer_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION members_classed() OWNER TO {DEFINER};
CREATE TRIGGER employers_employer_classed AFTER UPDATE ON employers_employer FOR EACH ROW
    WHEN (NEW.social_class <> OLD.social_class) EXECUTE FUNCTION members_classed();
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0004_merged"), ("indicators", "0002_policies")]
    operations = [
        migrations.RunSQL(CLASSED, migrations.RunSQL.noop),
        watched("members_membership", "unit_id"),
        watched("members_person", "unit_id"),
        watched("members_membershipevent", "unit_id"),
    ]
