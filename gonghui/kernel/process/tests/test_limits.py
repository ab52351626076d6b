"""Pauses move the last day by exactly what they took; tables from domain.md §12 and the founding's case."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.calendar import loading
from gonghui.kernel.calendar.rules import Calendar, Limit, calendar_days, due, months, working
from gonghui.kernel.process.limits import Pause, due_with_pauses, warn_on

NOTICES = loading.parse_notice(Path(loading.__file__).parent / "data" / "days.csv")
CALENDAR = Calendar(
    {on: day.is_work for notice in NOTICES.values() for on, day in notice.days.items()}, frozenset(NOTICES)
)
LIMITS = st.builds(Limit, st.integers(1, 40), st.sampled_from(["working", "calendar", "months"]))
DAYS = st.dates(date(2020, 1, 1), date(2024, 12, 1))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("pauses", "last"),
    [
        ([], "2024-10-10"),
        ([("2024-10-08", "2024-10-10")], "2024-10-12"),
        ([("2024-09-30", "2024-10-08")], "2024-10-11"),  # the holidays in between cost nobody anything
        ([("2024-10-08", "2024-10-09"), ("2024-10-09", "2024-10-10")], "2024-10-12"),
    ],
)
def test_five_working_days_from_27_september_2024(pauses: list[tuple[str, str]], last: str) -> None:
    stood = [Pause(d(a), d(b)) for a, b in pauses]
    assert due_with_pauses(d("2024-09-27"), working(5), stood, CALENDAR).on == d(last)


def test_a_pause_in_a_limit_of_natural_days_takes_natural_days() -> None:
    stood = [Pause(d("2025-03-12"), d("2025-03-17"))]
    assert due_with_pauses(d("2025-03-10"), calendar_days(15), stood, CALENDAR).on == d(
        "2025-03-31"
    )  # 30th: Sunday


def test_a_pause_in_a_limit_of_months_takes_days() -> None:
    stood = [Pause(d("2025-03-12"), d("2025-03-14"))]
    assert due_with_pauses(d("2025-03-10"), months(3), stood, CALENDAR).on == d("2025-06-12")


def test_a_pause_that_still_runs_has_taken_nothing_yet() -> None:
    assert due_with_pauses(d("2024-09-27"), working(5), [Pause(d("2024-09-29"), None)], CALENDAR).on == d(
        "2024-10-10"
    )


@given(DAYS, LIMITS)
def test_without_pauses_the_last_day_is_the_calendars(start: date, limit: Limit) -> None:
    assert due_with_pauses(start, limit, [], CALENDAR) == due(start, limit, CALENDAR)


@given(DAYS, LIMITS, st.integers(0, 20), st.integers(1, 10), st.integers(1, 9))
def test_one_pause_is_worth_two_that_follow_each_other(
    start: date, limit: Limit, offset: int, first: int, second: int
) -> None:
    a = start + timedelta(days=offset)
    b, c = a + timedelta(days=first), a + timedelta(days=first + second)
    whole = due_with_pauses(start, limit, [Pause(a, c)], CALENDAR)
    assert due_with_pauses(start, limit, [Pause(a, b), Pause(b, c)], CALENDAR) == whole


@given(DAYS, LIMITS)
def test_yellow_comes_after_the_start_and_not_after_the_end(start: date, limit: Limit) -> None:
    last = due(start, limit, CALENDAR).on
    assert start < warn_on(start, limit, [], CALENDAR) <= last


@pytest.mark.parametrize(("number", "yellow"), [(3, "2025-03-12"), (6, "2025-03-14"), (9, "2025-03-18")])
def test_yellow_is_two_thirds_of_the_limit(number: int, yellow: str) -> None:
    assert warn_on(d("2025-03-10"), working(number), [], CALENDAR) == d(yellow)


def test_the_calendar_of_the_test_is_the_published_one() -> None:
    with (Path(loading.__file__).parent / "data" / "days.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) > 500
