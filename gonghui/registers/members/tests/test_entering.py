"""One way in for one and for many: who is known already is left out, and both ways write the same row."""

from __future__ import annotations

from threading import current_thread, main_thread

import polars as pl

from gonghui.kernel.register.ahead import chunk_of, meanwhile
from gonghui.registers.members.actions import correct
from gonghui.registers.members.actions.entering import enter
from gonghui.registers.members.actions.sealing import newcomers
from gonghui.registers.members.models import Membership, MembershipEvent, Person
from tests.people import TODAY, member, number
from tests.support import ROOT, database


def tokens(person: Person) -> str:
    return Person.objects.values_list("tokens", flat=True).get(pk=person.pk)


@database
def test_who_was_entered_a_moment_ago_is_left_out_and_the_others_get_in(county):
    member(county.mine, 1)
    people = newcomers((county.mill, {"name": "甲乙", "id_number": number(n)}) for n in (1, 2, 3))
    entered = enter(people, TODAY)
    assert {str(pk) for pk in Person.objects.filter(unit=county.mill).values_list("pk", flat=True)} == entered
    assert (len(entered), Membership.objects.count(), MembershipEvent.objects.count()) == (2, 3, 3)


@database
def test_a_corrected_person_has_the_search_words_of_one_just_entered(county):
    fresh = member(county.mill, 1, name="单O'雪·买买提")
    old = member(county.mill, 1 + 1, name="李华", mobile="19900000009")
    before = tokens(fresh)
    correct(actor=ROOT, person=fresh, name="李华")
    assert tokens(fresh) != before
    correct(actor=ROOT, person=fresh, name="单O'雪·买买提")
    assert tokens(fresh) == before
    correct(actor=ROOT, person=old, job="焊工")
    assert Person.objects.get(pk=old.pk).mobile.reveal() == "19900000009"


def test_chunks_made_ready_ahead_are_those_made_in_turn():
    lines, made = pl.DataFrame({"n": range(25)}), []

    def ready(part: pl.DataFrame) -> pl.DataFrame:
        made.append((part["n"][0], current_thread() is main_thread()))
        return part.with_columns(twice=pl.col("n") * 2)

    def taken(start: int) -> pl.DataFrame:
        part = chunk_of(("a",), lines, start, 10, ready)
        if start == 0:
            meanwhile()  # the database is busy with the first: the second is begun on; the third is not
        return part

    parts = [taken(start) for start in (0, 10, 20)]
    assert pl.concat(parts)["twice"].to_list() == [n * 2 for n in range(25)]
    assert made == [(0, True), (10, False), (20, True)]
    chunk_of(("a",), lines, 0, 10, ready)
    meanwhile()
    # another file's lines are never taken for these
    assert chunk_of(("b",), lines.reverse(), 10, 10, ready)["n"][0] == 14
    assert chunk_of(("b",), lines.reverse(), 20, 10, ready)["n"].to_list() == [4, 3, 2, 1, 0]
