"""The periods of a duty at the ends of months and years; what a 请示 and a 报告 say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.work.duties import rules
from gonghui.work.duties.rules import Period

BEGUN = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("cycle", "month", "day", "on", "period"),
    [
        ("month", 1, 31, "2028-02-29", Period("2028-02", date(2028, 2, 1), date(2028, 2, 29), date(2028, 2, 29))),
        ("month", 1, 25, "2026-12-31", Period("2026-12", date(2026, 12, 1), date(2026, 12, 31), date(2026, 12, 25))),
        ("quarter", 3, 20, "2026-10-01", Period("2026Q4", date(2026, 10, 1), date(2026, 12, 31), date(2026, 12, 20))),
        ("quarter", 9, 31, "2026-06-30", Period("2026Q2", date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 30))),
        ("half", 6, 20, "2026-07-01", Period("2026H2", date(2026, 7, 1), date(2026, 12, 31), date(2026, 12, 20))),
        ("year", 3, 31, "2026-12-31", Period("2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 31))),
        ("once", 1, 1, "2026-05-05", Period("once", BEGUN, date(2025, 2, 28), date(2025, 2, 28))),
    ],
)  # fmt: skip
def test_periods(cycle: str, month: int, day: int, on: str, period: Period) -> None:
    assert rules.period_of(cycle, month, day, date.fromisoformat(on), BEGUN) == period


@given(
    st.sampled_from(["month", "quarter", "half", "year"]),
    st.integers(1, 12),
    st.integers(1, 31),
    st.dates(date(2020, 1, 1), date(2050, 12, 31)),
)
def test_every_day_lies_in_one_period_and_the_next_follows_at_once(
    cycle: str, month: int, day: int, on: date
) -> None:
    found = rules.period_of(cycle, month, day, on, BEGUN)
    after = rules.period_of(cycle, month, day, found.until + timedelta(days=1), BEGUN)
    assert found.since <= on <= found.until
    assert found.since <= found.due_on <= found.until
    assert after.since == found.until + timedelta(days=1)
    assert after.key != found.key


@pytest.mark.parametrize(
    ("key", "words"),
    [("2026Q3", "2026 年第 3 季度"), ("2026-09", "2026 年 9 月"), ("2026H1", "2026 年上半年"), ("2026", "2026 年"), ("once", "")],
)  # fmt: skip
def test_periods_in_words(key: str, words: str) -> None:
    assert rules.period_words(key) == words


@pytest.mark.parametrize(
    ("text", "asks", "tells"),
    [
        ("拟于三月开会。妥否，请批示。", True, False),
        ("现将情况报告如下。特此报告。", False, True),
        ("现将情况报告如下，请批复经费。", True, False),
    ],
)
def test_one_asks_and_the_other_does_not(text: str, asks: bool, tells: bool) -> None:
    assert (rules.request_faults(text) == [], rules.report_faults(text) == []) == (asks, tells)
