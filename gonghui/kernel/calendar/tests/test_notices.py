from __future__ import annotations

import csv
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gonghui.kernel.calendar import actions
from gonghui.kernel.calendar.actions import DATA, load_notice, recomputed_by, seed
from gonghui.kernel.calendar.loading import Day
from gonghui.kernel.calendar.models import CalendarDay, CalendarYear
from gonghui.kernel.calendar.rules import Calendar, Due, calendar_of, working
from gonghui.kernel.calendar.selectors import calendar, due_on
from gonghui.kernel.journal.models import Entry
from tests.support import ROOT, database

pytestmark = [database, pytest.mark.usefixtures("db_with_reach")]
OFF, WORKED = Day(False, "春节"), Day(True, "春节调休上班")
MONDAY, SUNDAY = date(2027, 2, 8), date(2027, 2, 14)


def load(days: dict[date, Day], year: int = 2027, source: str = "国办发明电〔2026〕9号") -> None:
    load_notice(actor=ROOT, year=year, days=days, source=source)


def test_seeded_twice_the_tables_say_what_the_file_says():
    assert seed(actor=ROOT) == list(range(2004, 2027))
    assert seed(actor=ROOT) == []
    with DATA.open(encoding="utf-8") as lines:
        assert calendar() == calendar_of(csv.DictReader(lines))
    assert Entry.objects.filter(verb="calendar.load").count() == 23


def test_the_calendar_is_read_in_two_queries(django_assert_num_queries):
    seed(actor=ROOT)
    with django_assert_num_queries(2):
        calendar()


def test_seeding_leaves_a_notice_alone_that_somebody_corrected():
    load({date(2026, 1, 1): OFF}, year=2026)
    assert 2026 not in seed(actor=ROOT)
    assert CalendarDay.objects.filter(year=2026).count() == 1


def test_a_provisional_date_is_settled_by_the_notice():
    seed(actor=ROOT)
    assert due_on(date(2027, 2, 5), working(3)) == Due(date(2027, 2, 10), provisional=True)
    load({MONDAY: OFF, date(2027, 2, 9): OFF, SUNDAY: WORKED})
    assert due_on(date(2027, 2, 5), working(3)) == Due(date(2027, 2, 12), provisional=False)


def test_a_second_notice_replaces_the_first_whole():
    load({MONDAY: OFF, SUNDAY: WORKED})
    load({MONDAY: Day(False, "除夕")}, source="更正")
    assert calendar() == Calendar({MONDAY: False}, frozenset({2027}))
    assert CalendarYear.objects.get().source == "更正"
    assert Entry.objects.latest("pk").detail == {"year": 2027, "days": 1, "source": "更正", "again": True}


def test_the_last_days_of_december_go_with_the_next_years_notice():
    load({date(2026, 1, 1): OFF}, year=2026)
    load({date(2026, 12, 31): OFF, MONDAY: OFF})
    assert calendar().is_working(date(2026, 12, 31)) is False
    load({MONDAY: OFF})
    assert calendar() == Calendar({date(2026, 1, 1): False, MONDAY: False}, frozenset({2026, 2027}))


def test_a_weekend_inside_a_holiday_is_allowed_and_not_kept():
    load({MONDAY: OFF, SUNDAY: OFF})
    assert list(CalendarDay.objects.values_list("date", flat=True)) == [MONDAY]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, "2027 年没有一个放假或调休的日子"),
        ({SUNDAY: OFF}, "2027 年没有一个放假或调休的日子"),
        ({MONDAY: OFF, date(2026, 12, 28): OFF}, "2026-12-28 不在 2027 年"),
        ({MONDAY: OFF, date(2028, 1, 3): OFF}, "2028-01-03 不在 2027 年"),
        ({MONDAY: WORKED, SUNDAY: WORKED}, "2027-02-08 是平常的工作日"),
    ],
)
def test_what_cannot_be_a_notice_is_refused_and_changes_nothing(days, said):
    load({date(2027, 1, 1): OFF})
    with pytest.raises(ValidationError, match=said):
        load(days)
    assert list(CalendarDay.objects.values_list("date", flat=True)) == [date(2027, 1, 1)]


def test_a_notice_needs_a_source():
    with pytest.raises(ValidationError, match="请填依据"):
        load({MONDAY: OFF}, source=" ")


def test_what_depends_on_the_year_is_counted_again_after_it_is_known(monkeypatch):
    monkeypatch.setattr(actions, "RECOMPUTE", [])
    seen = []
    recomputed_by(lambda actor, year: seen.append((actor, year, due_on(date(2027, 2, 5), working(1)))))
    load({MONDAY: OFF})
    assert seen == [(ROOT, 2027, Due(date(2027, 2, 9), provisional=False))]
