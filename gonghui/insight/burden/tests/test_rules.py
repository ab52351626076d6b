"""Nobody is told apart, and nothing is asked twice."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from django import forms
from hypothesis import given
from hypothesis import strategies as st

from gonghui.insight.burden.rules import (
    EXCUSED,
    FEWEST,
    TOGETHER,
    Effort,
    Question,
    asked_twice,
    finding,
    told,
    unexcused,
)
from gonghui.insight.burden.selectors import ledgers, steps

MONTH = date(2026, 11, 1)
ABOUT = frozenset({"x.Firm"})


def effort(role: str, people: set[int], asked: int = 10, known: int = 4) -> Effort:
    return Effort(MONTH, role, 1, asked, known, frozenset(people))


def test_a_role_of_few_is_told_together_with_others_or_not_at_all():
    clerks, leader, adviser = effort("干事", {1, 2, 3}), effort("领导", {4}), effort("指导员", {5})
    assert told([clerks, leader]) == ([clerks], True)
    assert told([leader, adviser]) == ([], True)
    several = effort("联络员", {5, 6}, 30, 3)
    assert told([clerks, leader, several]) == (
        [Effort(MONTH, TOGETHER, 2, 40, 7, frozenset({4, 5, 6})), clerks],
        False,
    )


@given(st.lists(st.builds(effort, st.text(max_size=3), st.sets(st.integers(1, 9), min_size=1)), max_size=6))
def test_no_line_is_of_fewer_people_than_may_be_told(every):
    shown, fewer = told(every)
    assert all(len(one.people) >= FEWEST for one in shown)
    assert sum(one.asked for one in shown) <= sum(one.asked for one in every)
    assert fewer or sum(one.asked for one in shown) == sum(one.asked for one in every)


def test_the_month_in_words():
    assert finding([effort("干事", {1})], []) == "共要填 10 项，其中系统先填好 40%"
    assert finding([effort("干事", {1})], [effort("干事", {1}, 25)]).endswith("，比上个月少 15 项")
    assert finding([effort("干事", {1}, 25)], [effort("干事", {1})]).endswith("，比上个月多 15 项")
    assert finding([effort("干事", {1})], [effort("干事", {1})]).endswith("，和上个月一样多")


def test_what_is_on_record_and_typed_again_is_found():
    ledger = [Question("firms", "size", "人数", ABOUT)]
    by_label, by_name = Question("p", "people", "人数", ABOUT), Question("p", "size", "多少人", ABOUT)
    assert asked_twice(ledger, [by_label]) == ["p.people"]
    assert asked_twice(ledger, [by_name]) == ["p.size"]
    assert asked_twice(ledger, [Question("p", "size", "人数", ABOUT, shown=True, filled=True)]) == []
    assert asked_twice(ledger, [Question("p", "size", "人数", frozenset({"x.Other"}))]) == []


def test_what_one_matter_asks_again_without_showing_it_is_found():
    again = [Question("p", "met_on", "哪天")] * 2
    assert asked_twice([], again) == ["p.met_on"]
    assert asked_twice([], [Question("p", "met_on", "哪天", shown=True)] * 2) == []
    assert asked_twice([], [Question("p", "met_on", "哪天"), Question("q", "met_on", "哪天")]) == []


def test_one_fact_in_two_ledgers_is_found():
    assert asked_twice([Question("a", "x", "学历", ABOUT), Question("b", "y", "学历", frozenset({"x.Other"}))], []) == ["a ~ b.学历"]  # fmt: skip


def test_nothing_is_asked_twice():
    """Fails with the name of any new field that asks what is on record; every reason stands for something."""
    twice = asked_twice(ledgers(), steps())
    assert len(steps()) > 100
    assert unexcused(twice) == []
    assert [one for one in EXCUSED if not any(fnmatchcase(name, one) for name in twice)] == []


NEW = "somebody not on record yet"
PAGES = {
    "PersonForm.name": "an account is opened for somebody who has none",
    "WhoForm.name": NEW, "BornForm.birth_date": NEW, "BornForm.sex": NEW, "WhoForm.id_type": NEW, "WhoForm.id_number": NEW,
}  # fmt: skip


def _every(one: Any) -> set[Any]:
    return {one}.union(*(_every(sub) for sub in one.__subclasses__()))


def test_pages_of_their_own_ask_nothing_that_a_ledger_has():
    labels = {one.label for one in ledgers() if one.form in {"unions", "employers", "members", "cadres"}}
    ours = [form for form in _every(forms.BaseForm) if form.__module__.startswith("gonghui.")]
    found = {f"{form.__name__}.{name}" for form in ours for name, field in form.base_fields.items() if str(field.label) in labels}  # fmt: skip
    assert found == PAGES.keys()
