"""Two files of one member made one: what was asked and agreed to under either is that member's, until it is taken back."""

from __future__ import annotations

import pytest

from gonghui.kernel import clock
from gonghui.kernel.letters.box import put_in
from gonghui.kernel.linkage.actions import propose
from gonghui.kernel.linkage.finding import Found
from gonghui.kernel.linkage.merging import merge, undo
from gonghui.kernel.linkage.models import Pair
from gonghui.kernel.process.moving import advance
from gonghui.kernel.reach.actor import NOBODY
from gonghui.kernel.reach.session import set_reach, set_subject
from gonghui.registers.members.linkage import PEOPLE
from gonghui.registers.members.models import Consent, Person
from gonghui.registers.members.selectors import files_of, survivor
from gonghui.work.own import selectors
from gonghui.work.own.hall import CONSENT, UNDO
from gonghui.work.own.tests.scene import signed_in, text
from gonghui.work.own.tests.test_asking import NEW, chair, matter, taken_in
from gonghui.work.own.tests.test_consents import agreed, standing
from tests.people import TODAY, member
from tests.support import ROOT, database, officer

pytestmark = database
__all__ = ["agreed", "chair", "matter"]


@pytest.fixture
def other(two, county) -> Person:
    """A second file of the same member, whose membership has ended."""
    set_reach(ROOT)
    made = member(county.mill, 651, name="李小会")
    made.memberships.update(until=TODAY)
    return made


def made_one(county, lost: Person, kept: Person) -> Pair:
    clerk = officer(county.county, "county_clerk", "merger")
    set_reach(clerk)
    left, right = sorted(str(one.pk) for one in (lost, kept))
    propose(actor=clerk, one=PEOPLE, found=[Found(left, right, 0.97, "likely", ())], now=clock.now())
    pair = Pair.objects.get(left_id=left, right_id=right)
    merge(actor=clerk, pair=pair, kept=kept.pk, now=clock.now())
    return pair


def numbers(person: Person) -> list[str]:
    set_reach(NOBODY)
    set_subject(person.pk)
    return [one["number"] for one in selectors.requests()]


def test_a_request_follows_its_person_and_mends_the_file_that_stands(
    client, two, county, matter, other, chair
):
    made_one(county, two[0], other)
    assert numbers(other) == [matter.number]
    assert matter.number in text(signed_in(client, other), "/s/my/requests/")
    set_reach(chair)
    advance(matter.pk, "carry_out", actor=chair, now=clock.now(), answer="改好了")
    set_reach(ROOT)
    assert Person.objects.get(pk=other.pk).mobile.reveal() == NEW


def test_it_is_taken_back_by_the_person_it_follows(two, county, matter, other):
    made_one(county, two[0], other)
    set_reach(NOBODY)
    set_subject(other.pk)
    put_in(subject=other.pk, kind=UNDO, content={"item": str(matter.pk)}, now=clock.now())
    taken_in()
    matter.refresh_from_db()
    assert matter.outcome == "withdrawn"


def test_what_was_agreed_to_under_the_lost_file_is_shown_and_taken_back(agreed, county, other):
    made_one(county, agreed[0], other)
    set_reach(NOBODY)
    set_subject(other.pk)
    assert {row["purpose"] for row in selectors.consents()} == {"rules", "sensitive"}
    put_in(subject=other.pk, kind=CONSENT, content={"purpose": "sensitive"}, now=clock.now())
    taken_in()
    set_reach(ROOT)
    under = bytes(agreed[0].id_index)
    assert set(
        Consent.objects.filter(id_index=under, withdrawn_at=None).values_list("purpose", flat=True)
    ) == {"rules"}
    assert standing(agreed[1]) == {"rules", "sensitive"}


def test_taken_back_each_has_their_own_again(two, county, matter, other):
    pair = made_one(county, two[0], other)
    set_reach(ROOT)
    assert (survivor(two[0].pk), len(files_of(other.pk))) == (other.pk, 2)
    undo(actor=ROOT, pair=pair, now=clock.now())
    assert (survivor(two[0].pk), list(files_of(other.pk).values())) == (two[0].pk, [bytes(other.id_index)])
    assert (numbers(other), numbers(two[0])) == ([], [matter.number])


def test_a_chain_of_merges_ends_at_the_file_that_stands(two, county, matter, other):
    made_one(county, two[0], other)
    set_reach(ROOT)
    last = member(county.mill, 652, name="李小会")
    last.memberships.update(until=TODAY)
    clerk = officer(county.county, "county_clerk", "second")
    set_reach(clerk)
    left, right = sorted(str(one.pk) for one in (other, last))
    propose(actor=clerk, one=PEOPLE, found=[Found(left, right, 0.97, "likely", ())], now=clock.now())
    merge(actor=clerk, pair=Pair.objects.get(left_id=left, right_id=right), kept=last.pk, now=clock.now())
    assert (survivor(two[0].pk), len(files_of(last.pk)), numbers(last)) == (last.pk, 3, [matter.number])
