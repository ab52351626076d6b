"""Who may order what, and what judgements come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.work.orders.rules import FEW, Wanted, average, left, refusal

DAY = date(2026, 11, 23)
GOOD = Wanted(DAY, DAY, 3, 2, members_only=True, is_member=True, is_own=True, has_one=False, open_orders=4)


def test_who_belongs_there_takes_the_last_place():
    assert refusal(GOOD, DAY) is None


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"until": date(2026, 11, 22), "since": date(2026, 11, 1)}, "现在不提供了"),
        ({"since": date(2026, 11, 24), "until": date(2026, 11, 30)}, "现在不提供了"),
        ({"is_own": False}, "只面向当地"),
        ({"is_member": False}, "只面向会员"),
        ({"has_one": True}, "已经点过"),
        ({"taken": 3}, "名额刚刚满了"),
        ({"open_orders": 5}, "办完再点"),
    ],
)
def test_each_reason_by_itself(change, word):
    assert word in refusal(replace(GOOD, **change), DAY)


def test_open_to_all_asks_no_membership_and_no_number_means_no_limit():
    assert refusal(replace(GOOD, members_only=False, is_member=False, places=None, taken=10_000), DAY) is None


@given(st.none() | st.integers(1, 50), st.integers(0, 80))
def test_what_is_left_is_never_below_nothing(places, taken):
    found = left(places, taken)
    assert found is None if places is None else found == max(0, places - taken)


@given(st.lists(st.integers(1, 5), max_size=60))
def test_the_average_is_the_mean_to_one_place_and_silent_below_a_few(stars):
    found = average(stars)
    if len(stars) < FEW:
        assert found == ""
    else:
        assert abs(Fraction(found) - Fraction(sum(stars), len(stars))) <= Fraction(1, 20)
