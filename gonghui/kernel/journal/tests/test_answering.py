"""A form's two numbers stand with the first thing its own person did, once, and say nothing of what was answered."""

from __future__ import annotations

import pytest

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.journal.answering import answering
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from tests.support import ROOT, database

DEED = verb("tests.answered", "试一试", "n")
CLERK = Actor(41, "王敏", role_label="某岗")


def did(actor: Actor, unit: int, **detail: int) -> None:
    with acting(actor):
        record(actor, DEED, "form", unit_id=unit, **detail)


def noted() -> list[dict]:
    set_reach(ROOT)
    return list(Entry.objects.filter(verb=DEED).order_by("pk").values_list("detail", flat=True))


@database
def test_the_first_deed_of_the_person_carries_them_once(county):
    with answering(CLERK, 7, 3):
        for actor in (ROOT, CLERK, CLERK):
            did(actor, county.county.pk, n=1)
    did(CLERK, county.county.pk, n=1)
    assert noted() == [{"n": 1}, {"n": 1, "asked": 7, "known": 3}, {"n": 1}, {"n": 1}]


@database
def test_a_click_is_no_form_and_a_form_within_one_is_its_own(county):
    with answering(CLERK, 0, 0):
        did(CLERK, county.county.pk)
    with answering(CLERK, 2, 0):
        with pytest.raises(RuntimeError), answering(CLERK, 5, 5):
            raise RuntimeError
        did(CLERK, county.county.pk)
    assert noted() == [{}, {"asked": 2, "known": 0}]
