"""A document is seen where its office lies and with the matter it belongs to; a number without its document cannot
be committed, and what has been sent out does not change.
"""

from django.db import migrations

from gonghui.kernel.database.policies import definer_function, protect
from gonghui.kernel.database.roles import APP

WITH_ITEM = "item_id IS NOT NULL AND process_sees(item_id)"

NUMBER_HAS_ITS_DOCUMENT = """
BEGIN
    IF NOT EXISTS (SELECT 1 FROM documents_officialdocument d WHERE d.unit_id = NEW.unit_id AND d.code = NEW.code
                   AND d.year = NEW.year AND d.serial = NEW.last AND d.direction = 'out') THEN
        RAISE EXCEPTION 'number % of % has no document', NEW.last, NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
"""

GROWS_BY_ONE = """
CREATE FUNCTION documents_grows_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'INSERT' AND NEW.last <> 0) OR (TG_OP = 'UPDATE' AND (NEW.last NOT IN (OLD.last, OLD.last + 1)
        OR (NEW.unit_id, NEW.code, NEW.year) IS DISTINCT FROM (OLD.unit_id, OLD.code, OLD.year))) THEN
        RAISE EXCEPTION 'a sequence grows by one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_sequence_grows BEFORE INSERT OR UPDATE ON documents_numbersequence
    FOR EACH ROW EXECUTE FUNCTION documents_grows_by_one();
CREATE CONSTRAINT TRIGGER documents_sequence_kept AFTER UPDATE OF last ON documents_numbersequence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.last > OLD.last)
    EXECUTE FUNCTION documents_number_has_its_document();
"""

STANDS_FOR_NOTHING = """
BEGIN
    IF EXISTS (SELECT 1 FROM documents_officialdocument d WHERE d.unit_id = NEW.unit_id AND d.code = NEW.code
               AND d.year = NEW.year AND d.serial = NEW.serial AND d.direction = 'out') THEN
        RAISE EXCEPTION 'number % of % has a document', NEW.serial, NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
"""

FIXED = """
CREATE FUNCTION documents_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := ARRAY['state', 'path', 'void_reason', 'void_by', 'void_on', 'scan_id', 'kept_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a document is not deleted' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.unit_id, NEW.direction, NEW.kind, NEW.code, NEW.year, NEW.serial, NEW.verification)
        IS DISTINCT FROM (OLD.unit_id, OLD.direction, OLD.kind, OLD.code, OLD.year, OLD.serial, OLD.verification) THEN
        RAISE EXCEPTION 'a number stays with its document' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'signed' AND (to_jsonb(NEW) - may) IS DISTINCT FROM (to_jsonb(OLD) - may) THEN
        RAISE EXCEPTION 'what has been sent out does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('signed', 'issued'), ('issued', 'archived'),
        ('signed', 'void'), ('issued', 'void'), ('archived', 'void'), ('received', 'archived')) THEN
        RAISE EXCEPTION 'a document does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_document_fixed BEFORE UPDATE OR DELETE ON documents_officialdocument
    FOR EACH ROW EXECUTE FUNCTION documents_fixed();
"""


def own(table: str, verbs: str, also: str = "") -> list[migrations.RunSQL]:
    return protect(table, {"leadership": ("unit_id", "path")}, also=also, verbs=verbs)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("process", "0002_policies"),
        ("files", "0002_policies"),
        ("units", "0002_policies"),
    ]
    operations = [
        *own("documents_lettercode", "SELECT, INSERT, UPDATE"),
        *own("documents_documenttemplate", "SELECT, INSERT"),
        *own("documents_numbersequence", "SELECT, INSERT, UPDATE"),
        *own("documents_numbergap", "SELECT, INSERT"),
        *own("documents_officialdocument", "SELECT, INSERT, UPDATE", also=WITH_ITEM),
        *protect(
            "documents_draft",
            {"leadership": ("unit_id", "path")},
            also="process_sees(item_id)",
            writable="process_sees(item_id)",
            verbs="SELECT, INSERT, UPDATE",
        ),
        definer_function(
            "documents_number_has_its_document() RETURNS trigger LANGUAGE plpgsql", NUMBER_HAS_ITS_DOCUMENT
        ),
        definer_function(
            "documents_stands_for_nothing() RETURNS trigger LANGUAGE plpgsql", STANDS_FOR_NOTHING
        ),
        migrations.RunSQL(
            "CREATE TRIGGER documents_gap_is_one BEFORE INSERT ON documents_numbergap "
            "FOR EACH ROW EXECUTE FUNCTION documents_stands_for_nothing()",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(GROWS_BY_ONE, migrations.RunSQL.noop),
        migrations.RunSQL(FIXED, migrations.RunSQL.noop),
        definer_function(
            "documents_verified(asked varchar) RETURNS TABLE (kind varchar, number varchar, office varchar, "
            "title varchar, signed_on date, state varchar, sha256 varchar) LANGUAGE sql STABLE",
            """
            SELECT d.kind, d.number, d.office, d.title, d.signed_on, d.state, d.sha256
            FROM documents_officialdocument d
            WHERE d.verification = asked AND d.direction = 'out' AND d.state IN ('issued', 'archived', 'void')
            """,
        ),
        definer_function(
            "documents_shows_file(file uuid) RETURNS boolean LANGUAGE sql STABLE",
            """
            SELECT EXISTS (SELECT 1 FROM documents_officialdocument d WHERE file IN (d.docx_id, d.pdf_id, d.scan_id)
                           AND d.item_id IS NOT NULL AND process_sees(d.item_id))
            """,
        ),
        migrations.RunSQL(
            f"CREATE POLICY files_storedfile_document ON files_storedfile FOR SELECT TO {APP} "
            "USING (documents_shows_file(id))",
            migrations.RunSQL.noop,
        ),
    ]
