from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.apportion import apportion

weights = st.lists(st.floats(0.01, 1000), min_size=1, max_size=60)


@given(weights, st.integers(0, 100_000))
def test_shares_add_up_and_lie_within_one_of_their_weight(given_weights, total):
    shares = apportion(total, given_weights)

    assert sum(shares) == total
    scale = total / sum(given_weights)
    assert all(abs(share - weight * scale) < 1 for share, weight in zip(shares, given_weights, strict=True))


@given(st.data())
def test_no_share_is_above_its_cap(data):
    given_weights = data.draw(weights)
    size = len(given_weights)
    caps = data.draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    total = data.draw(st.integers(0, sum(caps)))

    shares = apportion(total, given_weights, caps)

    assert sum(shares) == total
    assert all(0 <= share <= cap for share, cap in zip(shares, caps, strict=True))


def test_what_a_cap_cuts_off_goes_to_the_others():
    assert apportion(12, [1, 1, 2], [9, 9, 2]) == [5, 5, 2]


def test_more_than_all_caps_hold_is_refused():
    with pytest.raises(ValueError, match="11"):
        apportion(11, [1, 1], [5, 5])
