from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.sync.rules import LONGEST_BACK, corrected, skew

NOW = datetime(2026, 9, 10, 10, tzinfo=UTC)
SECONDS = st.integers(-(10**8), 10**8).map(lambda n: timedelta(seconds=n))
AGO = st.integers(0, 80 * 24 * 3600).map(lambda n: timedelta(seconds=n))


@given(ahead=SECONDS, ago=AGO)
def test_a_wrong_clock_changes_nothing(ahead, ago):
    true = NOW - ago
    assert corrected(true + ahead, NOW + ahead, NOW) == true


@given(made=SECONDS, sent=SECONDS)
def test_whatever_the_clock_did_nothing_is_from_the_future(made, sent):
    found = corrected(NOW + made, NOW + sent, NOW)
    assert NOW - LONGEST_BACK <= found <= NOW


@given(ahead=SECONDS)
def test_how_far_ahead_a_clock_is(ahead):
    assert skew(NOW + ahead, NOW) == round(ahead.total_seconds())
