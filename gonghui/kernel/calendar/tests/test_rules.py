from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.calendar.rules import (
    Calendar,
    Due,
    Limit,
    calendar_days,
    calendar_of,
    due,
    months,
    working,
    working_days_between,
)

DATA = Path(__file__).parents[1] / "data/days.csv"
with DATA.open(encoding="utf-8") as file:
    CHINA = calendar_of(csv.DictReader(file))

d = date.fromisoformat


@pytest.mark.parametrize(
    ("start", "limit", "on"),
    [
        # domain reference, section 12.2
        ("2025-09-29", working(5), "2025-10-13"),
        ("2025-09-30", working(5), "2025-10-14"),
        ("2025-09-30", working(15), "2025-10-28"),
        ("2026-02-13", working(5), "2026-02-27"),
        ("2026-02-12", working(5), "2026-02-26"),
        ("2026-04-29", working(3), "2026-05-07"),
        ("2026-06-18", working(5), "2026-06-26"),
        ("2026-09-30", working(5), "2026-10-13"),
        ("2024-02-07", working(5), "2024-02-20"),
        ("2024-09-27", working(5), "2024-10-10"),
        ("2025-09-20", calendar_days(15), "2025-10-09"),
        ("2026-02-01", calendar_days(15), "2026-02-24"),
        ("2025-12-17", calendar_days(15), "2026-01-04"),  # a Sunday that is worked
        ("2026-03-10", calendar_days(15), "2026-03-25"),
        # months: the corresponding day, or the last of the month, then off rest days
        ("2025-01-31", months(1), "2025-02-28"),
        ("2024-01-31", months(1), "2024-02-29"),
        ("2025-11-30", months(3), "2026-02-28"),  # a Saturday that is worked
        ("2025-08-31", months(1), "2025-09-30"),
        ("2025-04-01", months(6), "2025-10-09"),
        ("2024-12-15", months(12), "2025-12-15"),
    ],
)
def test_vectors(start: str, limit: Limit, on: str) -> None:
    assert due(d(start), limit, CHINA) == Due(d(on), provisional=False)


@pytest.mark.parametrize(
    ("start", "limit", "on"),
    [
        ("2026-12-28", working(5), "2027-01-05"),  # without 1 January, known without a notice
        ("2026-12-20", calendar_days(15), "2027-01-04"),
        ("2026-12-17", calendar_days(15), "2027-01-04"),  # 1 January, then a weekend
        ("2026-02-28", months(12), "2027-03-01"),
        ("2027-04-29", working(1), "2027-04-30"),
        ("2027-04-29", working(2), "2027-05-03"),
        ("2027-09-30", working(1), "2027-10-04"),
        ("2026-12-25", working(2), "2026-12-29"),  # the notice for 2027 may still move the year's last days
        ("2026-12-15", calendar_days(16), "2026-12-31"),
    ],
)
def test_a_year_without_notice_gives_a_provisional_date(start: str, limit: Limit, on: str) -> None:
    assert due(d(start), limit, CHINA) == Due(d(on), provisional=True)


def test_before_the_last_days_of_the_last_known_year_nothing_is_provisional() -> None:
    assert due(d("2026-12-21"), working(5), CHINA) == Due(d("2026-12-28"), provisional=False)


def test_what_a_notice_says_settles_the_date() -> None:
    """When the notice comes, the same limit is counted again, and may end on another day."""
    before = Calendar({}, frozenset({2026}))
    after = Calendar({d("2027-01-02"): True, d("2027-01-01"): False}, frozenset({2026, 2027}))
    assert due(d("2026-12-31"), working(1), before) == Due(d("2027-01-04"), provisional=True)
    assert due(d("2026-12-31"), working(1), after) == Due(d("2027-01-02"), provisional=False)


@pytest.mark.parametrize("number", [0, -1])
def test_a_limit_is_at_least_one(number: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        working(number)


def test_said_as_a_clerk_says_it() -> None:
    assert [str(limit) for limit in (working(5), calendar_days(15), months(3))] == [
        "5 个工作日",
        "15 日",
        "3 个月",
    ]


def test_the_data_agree_with_their_source_on_every_day() -> None:
    day, wrong = date(2004, 1, 1), []
    while day <= date(2026, 12, 31):
        if CHINA.is_working(day) != chinese_calendar.is_workday(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []
    assert CHINA.years == frozenset(range(2004, 2027))


def test_the_data_hold_only_exceptions_from_plain_weekends() -> None:
    assert [day for day, worked in CHINA.days.items() if worked == (day.weekday() < 5)] == []


def test_working_days_of_known_years() -> None:
    counted = {
        y: working_days_between(date(y - 1, 12, 31), date(y, 12, 31), CHINA) for y in (2024, 2025, 2026)
    }
    assert counted == {2024: 251, 2025: 248, 2026: 248}


DATES = st.dates(date(2003, 1, 1), date(2029, 12, 31))
NUMBERS = st.integers(1, 400)
LIMITS = st.builds(Limit, NUMBERS, st.sampled_from(["working", "calendar", "months"]))


@given(DATES, LIMITS)
def test_one_more_never_ends_earlier(start: date, limit: Limit) -> None:
    longer = Limit(limit.number + 1, limit.unit)
    assert due(start, limit, CHINA).on <= due(start, longer, CHINA).on


@given(DATES, LIMITS)
def test_a_day_later_never_ends_earlier(start: date, limit: Limit) -> None:
    assert due(start, limit, CHINA).on <= due(start + timedelta(days=1), limit, CHINA).on


@given(DATES, LIMITS)
def test_no_limit_ends_on_a_rest_day_or_on_its_first(start: date, limit: Limit) -> None:
    end = due(start, limit, CHINA).on
    assert CHINA.is_working(end)
    assert end > start


@given(DATES, NUMBERS)
def test_adding_and_then_counting_gives_the_number_back(start: date, number: int) -> None:
    assert working_days_between(start, due(start, working(number), CHINA).on, CHINA) == number


@given(DATES, DATES, DATES)
def test_counts_add_up(a: date, b: date, c: date) -> None:
    parts = working_days_between(a, b, CHINA) + working_days_between(b, c, CHINA)
    assert working_days_between(a, c, CHINA) == parts


@given(DATES, LIMITS)
def test_a_date_that_is_not_provisional_does_not_move_when_later_notices_come(
    start: date, limit: Limit
) -> None:
    found = due(start, limit, CHINA)
    every_day_worked = {date(2027, 1, 1) + timedelta(days=n): True for n in range(1500)}
    later = Calendar({**CHINA.days, **every_day_worked, d("2026-12-31"): False}, CHINA.years | {2027, 2028})
    assert found.provisional or due(start, limit, later).on == found.on
