"""What a phone sends is taken in once, or not at all, and nothing of it is anybody else's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import connection

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.kernel.sync.jobs import KEPT, forget_refused
from gonghui.kernel.sync.models import Arrival, Device
from gonghui.kernel.sync.receiving import UNKNOWN, USED, Sent, receive, receive_all
from gonghui.kernel.sync.tests.conftest import NOW
from tests.support import ROOT, database, officer

pytestmark = database


def said() -> list[str]:
    set_reach(ROOT)
    return [entry.detail["said"] for entry in Entry.objects.filter(verb="test.note")]


def test_a_record_is_taken_in_once_however_often_it_is_sent(street, notebook):
    pk = uuid4()
    answers = [street.send("走了一家", pk=pk, now=NOW + timedelta(minutes=n)) for n in range(3)]
    assert {(one.state, one.subject, one.version) for one in answers} == {("taken", f"note:{pk}", 1)}
    assert said() == ["走了一家"]
    assert Arrival.objects.visible_to(street.liaison).count() == 1


def test_a_refused_record_writes_nothing_and_says_why(street):
    pk = uuid4()
    first, again = street.send("", pk=pk), street.send("", pk=pk)
    assert (first.state, first.text) == (again.state, again.text) == ("refused", "请写点什么")
    assert said() == []


def test_what_was_refused_is_kept_sealed_until_its_better_version_came(street):
    bad = uuid4()
    street.send("", pk=bad)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM sync_arrival")
        assert b"text" not in bytes(cursor.fetchone()[0])
    assert Arrival.objects.visible_to(street.liaison).get().content.reveal() == '{"text": ""}'
    street.send("补上了", instead=bad)
    assert {row.pk: bool(row.content) for row in Arrival.objects.visible_to(street.liaison)}[bad] is False


def test_nobody_comes_back_for_it(street):
    street.send("")

    class Tonight:
        now = NOW + KEPT + timedelta(hours=1)
        progress = staticmethod(lambda *said: None)

    with acting(ROOT):
        assert forget_refused(Tonight) is False
    set_reach(street.liaison)
    assert not Arrival.objects.visible_to(street.liaison).get().content


def test_one_that_breaks_is_asked_for_again_and_keeps_nothing_back(street):
    sent = [street.note("一"), street.note("break"), street.note("三")]
    answers = receive_all(street.liaison, street.device(), sent, sent_at=NOW, now=NOW)
    assert [answers[one.id] and answers[one.id].state for one in sent] == ["taken", None, "taken"]
    assert sorted(said()) == ["一", "三"]


def test_an_unknown_kind_is_refused(street):
    sent = Sent(uuid4(), "nothing.like.it", "", 0, {}, (), NOW)
    assert receive(street.liaison, street.device(), sent, made_at=NOW, now=NOW).text == UNKNOWN


def test_somebody_elses_id_is_refused_and_shows_nothing(street):
    pk = uuid4()
    street.send("走了一家", pk=pk)
    other = officer(street.county.grid, "liaison", "liaison2", "李芳")
    street.liaison, street.phone = other, uuid4()
    answer = street.send("别家", pk=pk)
    assert (answer.state, answer.text, answer.subject) == ("refused", USED, "")
    assert said() == ["走了一家"]
    set_reach(other)
    assert (Arrival.objects.count(), Device.objects.count()) == (0, 1), "rows of the colleague's are seen"


def test_what_stands_in_a_record_is_in_no_journal_of_ours(street):
    street.send("崔老板的电话", base_version=3)
    set_reach(ROOT)
    [entry] = Entry.objects.filter(verb="sync.receive")
    about = entry.detail.pop("about")
    assert about.startswith("note:")
    assert entry.detail == {"kind": "test.note", "state": "taken", "photos": 0}


def test_the_time_is_by_our_clock(street, notebook):
    ahead = timedelta(days=400)
    note = street.note("一", made_at=NOW + ahead - timedelta(hours=3))
    receive_all(street.liaison, street.device(), [note], sent_at=NOW + ahead, now=NOW)
    assert notebook.seen[0].made_at == NOW - timedelta(hours=3)
