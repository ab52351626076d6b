from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, connections, transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.journal.models import Entry, Seal
from gonghui.kernel.journal.sealing import seal_all, verify
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT, database, officer

pytestmark = database
NOTE = verb("tests.note", "记一笔", "n")


def write(count: int) -> None:
    for n in range(count):
        record(ROOT, NOTE, "scene", unit_id=None, n=n)


def test_details_outside_the_list_are_refused(county):
    with pytest.raises(ValueError, match="does not keep"):
        record(ROOT, NOTE, "scene", unit_id=None, id_number="x")


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET verb='x'", "DELETE FROM journal_entry"])
@pytest.mark.parametrize("alias", ["default", "owner"])
def test_nobody_alters_what_was_written(county, statement, alias):
    with (
        pytest.raises((ProgrammingError, InternalError)),
        transaction.atomic(alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement)


def test_without_an_actor_nothing_is_written(county):
    set_reach(NOBODY)
    with pytest.raises(ProgrammingError, match="no actor"), transaction.atomic():
        write(1)


def test_a_sealed_journal_verifies_and_its_head_moves(county):
    write(30)
    assert seal_all(batch=10) >= 30
    first = Seal.objects.order_by("-pk")[0].head
    write(5)
    seal_all()
    assert verify() == []
    assert Seal.objects.order_by("-pk")[0].head != first


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_entry SET actor_name='别人' WHERE id={}",
        "UPDATE journal_entry SET detail='{{\"n\": 99}}' WHERE id={}",
        "DELETE FROM journal_entry WHERE id={}",
        "UPDATE journal_entry SET at=at + interval '1 second' WHERE id={}",
    ],
)
def test_the_first_altered_entry_is_named(county, tampering):
    write(40)
    seal_all(batch=15)
    victim = Entry.objects.filter(verb=NOTE).order_by("pk")[17].pk
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    tamper(tampering.format(victim))
    assert verify()[0].entry == victim


def tamper(statement: str) -> None:
    """What only somebody with the whole machine could do: triggers off, then change a row.

    The scene lies in the application's open transaction, so the superuser's hand is played by a function.
    """
    import psycopg

    from tests.environment import CLUSTER

    name = connection.settings_dict["NAME"]
    from gonghui.kernel.database.roles import BOOTSTRAP

    with psycopg.connect(CLUSTER.dsn(BOOTSTRAP, name), autocommit=True) as root:
        root.execute(
            "CREATE OR REPLACE FUNCTION tests_tamper(statement text) RETURNS void LANGUAGE plpgsql "
            "SECURITY DEFINER SET session_replication_role = replica AS $$ BEGIN EXECUTE statement; END $$"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tests_tamper(%s)", [statement])


def test_a_reader_sees_what_concerns_their_units_and_their_own_deeds(county):
    east, west = officer(county.east, "town_clerk"), officer(county.west, "town_clerk")
    record(ROOT, NOTE, "scene", unit_id=county.mill.pk, n=7)
    set_reach(east)
    assert Entry.objects.visible_to(east).filter(verb=NOTE).count() == 1
    assert Entry.objects.filter(verb=NOTE).count() == 1
    set_reach(west)
    assert Entry.objects.visible_to(west).filter(verb=NOTE).count() == 0
    assert Entry.objects.filter(verb=NOTE).count() == 0
