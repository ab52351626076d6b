"""What was agreed to on joining stands as rows, is shown to its person alone, and is taken back by one button."""

from __future__ import annotations

from hashlib import sha256

import pytest

from gonghui.kernel import clock
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.registers.members.actions import give_consents
from gonghui.registers.members.models import Consent
from gonghui.registers.members.rules import notice
from gonghui.work.own import selectors
from gonghui.work.own.tests.scene import signed_in, text
from gonghui.work.own.tests.test_asking import taken_in
from tests.support import ROOT, database, officer

pytestmark = database
VERSION, PURPOSES = notice()


@pytest.fixture
def agreed(two):
    """Both members agreed to both purposes."""
    set_reach(ROOT)
    for one in two:
        given = [
            {"purpose": p.key, "version": VERSION, "digest": p.digest, "channel": "hall"} for p in PURPOSES.values()
        ]  # fmt: skip
        give_consents(actor=ROOT, unit=one.unit, id_index=bytes(one.id_index), given=given, at=clock.now())
    return two


def standing(person) -> set[str]:
    set_reach(ROOT)
    mine = Consent.objects.filter(id_index=bytes(person.id_index), withdrawn_at=None)
    return set(mine.values_list("purpose", flat=True))


def test_the_digest_is_of_the_words_that_were_shown():
    one = PURPOSES["sensitive"]
    assert one.digest == sha256(f"{one.label}\n{one.text}".encode()).hexdigest()
    assert [p.sensitive for p in PURPOSES.values()] == [False, True]


def test_one_button_takes_back_one_purpose_of_ones_own(client, agreed):
    signed_in(client, agreed[0])
    page = text(client, "/s/my/consents/")
    assert page.count('name="purpose"') == 2
    assert [one in page for one in ("撤回以前请看", PURPOSES["sensitive"].withdrawn, "2026-11-23 10:00 同意（纺织厂工会", "矿业")] == [True, True, True, False]  # fmt: skip
    set_reach(NOBODY)
    assert client.post("/s/my/consents/", {"purpose": "sensitive"}).url == "/s/my/consents/"
    assert "正在撤回" in text(client, "/s/my/consents/")
    taken_in()
    assert (standing(agreed[0]), standing(agreed[1])) == ({"rules"}, {"rules", "sensitive"})
    assert "2026-11-23 10:00 撤回" in text(client, "/s/my/consents/")
    set_reach(ROOT)
    item = WorkItem.objects.get(process_key="correction")
    assert (item.unit_id, item.correction.kind) == (agreed[0].unit_id, "withdraw")
    set_reach(NOBODY)
    assert client.post("/s/my/consents/", {"purpose": "sensitive"}).status_code == 404


@pytest.mark.parametrize("purpose", ["", "everything", "🙂"])
def test_what_was_never_agreed_to_cannot_be_taken_back(client, agreed, purpose):
    signed_in(client, agreed[0])
    assert client.post("/s/my/consents/", {"purpose": purpose}).status_code == 404


def test_the_database_shows_each_their_own_and_an_office_its_units(agreed, county):
    for one, name in zip(agreed, ("纺织厂工会", "矿业工会"), strict=True):
        set_reach(NOBODY)
        set_subject(one.pk)
        assert {row["office"] for row in selectors.consents()} == {name}
        assert Consent.objects.count() == 0
    set_reach(NOBODY)
    assert selectors.consents() == []
    set_reach(officer(county.east, "town_clerk", "east"))
    assert {one.unit_id for one in Consent.objects.all()} == {county.mill.pk}


def test_a_member_from_a_paper_list_is_told_that_there_is_no_record(client, two):
    signed_in(client, two[0])
    page = text(client, "/s/my/consents/")
    assert [one in page for one in ("没有记录", 'name="purpose"')] == [True, False]
