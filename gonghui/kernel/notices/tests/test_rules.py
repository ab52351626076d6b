"""A message is never sent in quiet hours; a digest leaves on a working day, not before its hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gonghui.kernel.calendar.rules import Calendar
from gonghui.kernel.notices.rules import LONGEST_WAIT, Quiet, clock_time, digest_moment, next_day, wait_after

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = Quiet(time(21), time(8))
SPAN = datetime(2026, 1, 1), datetime(2027, 11, 1)  # noqa: DTZ001  # hypothesis adds the zone
PLAIN = Calendar({}, frozenset({2026, 2027}))
moments = st.datetimes(*SPAN, timezones=st.just(ZONE))
times = st.times()
quiets = st.builds(Quiet, times, times)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-21 20:59:59", "2026-11-21 20:59:59"),
        ("2026-11-21 21:00:00", "2026-11-22 08:00:00"),
        ("2026-11-22 00:00:00", "2026-11-22 08:00:00"),
        ("2026-11-22 07:59:59", "2026-11-22 08:00:00"),
        ("2026-11-22 08:00:00", "2026-11-22 08:00:00"),
    ],
)
def test_the_night_is_quiet(moment, allowed):
    assert NIGHT.over(at(moment)) == at(allowed)


@given(quiets, moments)
@example(Quiet(time(8), time(8)), at("2026-11-21 08:00"))
@example(Quiet(time(0), time(23, 59, 59, 999999)), at("2026-11-21 12:00"))
def test_what_may_leave_is_never_in_quiet_hours_nor_later_than_their_end(quiet, moment):
    allowed = quiet.over(moment)
    assert allowed >= moment
    assert not quiet.holds(allowed)
    assert allowed - moment < timedelta(days=1)
    assert allowed == moment or quiet.holds(allowed - timedelta(microseconds=1))


@given(quiets, moments)
def test_equal_ends_mean_no_quiet_hours_and_others_some(quiet, moment):
    assert Quiet(quiet.since, quiet.since).over(moment) == moment
    if quiet.since != quiet.until:
        start = datetime.combine(moment.date(), quiet.since, tzinfo=ZONE)
        assert quiet.holds(start)


def test_the_digest_waits_for_monday():
    friday = at("2026-11-20 08:30:01")
    assert digest_moment(friday, time(8, 30), PLAIN, NIGHT) == at("2026-11-23 08:30")
    assert digest_moment(at("2026-11-20 08:30"), time(8, 30), PLAIN, NIGHT) == at("2026-11-20 08:30")


def test_a_day_worked_in_exchange_has_a_digest_and_a_holiday_none():
    days = Calendar({date(2026, 11, 21): True, date(2026, 11, 23): False}, frozenset({2026}))
    assert digest_moment(at("2026-11-20 12:00"), time(8, 30), days, NIGHT) == at("2026-11-21 08:30")
    assert digest_moment(at("2026-11-21 12:00"), time(8, 30), days, NIGHT) == at("2026-11-24 08:30")


@given(moments, times, quiets)
def test_a_digest_leaves_when_it_may_and_not_before_its_hour(moment, hour, quiet):
    leaves = digest_moment(moment, hour, PLAIN, quiet)
    assert leaves >= moment
    assert not quiet.holds(leaves)
    planned = leaves if leaves.time() == hour else leaves - timedelta(days=1)
    assert PLAIN.is_working(leaves.date()) or PLAIN.is_working(planned.date())


@given(moments)
def test_the_next_day_is_another_day(moment):
    assert next_day(moment).date() == moment.date() + timedelta(days=1)
    assert next_day(moment) - moment <= timedelta(days=1)


@given(st.integers(1, 1000))
def test_waiting_grows_to_an_hour_and_a_code_never_waits_past_its_life(tries):
    assert wait_after(tries) <= wait_after(tries + 1) <= LONGEST_WAIT
    assert sum((wait_after(n, hurried=True) for n in range(1, 6)), timedelta()) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("hours", "said"), [("8", time(8)), ("8.5", time(8, 30)), ("21", time(21)), ("24", time(23, 59))]
)
def test_hours_of_a_parameter(hours, said):
    assert clock_time(Decimal(hours)) == said
