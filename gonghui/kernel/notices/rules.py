"""When a message may leave: quiet hours, the daily digest, waiting longer after every failure. Pure.

Moments are aware and in the platform's own zone; a day is a day of that zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gonghui.kernel.calendar.rules import ONE_DAY, Calendar

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 6  # with the waits between them about two hours and a half
CODE_WAIT = timedelta(seconds=5)  # a code is good for minutes: its tries follow each other closely


@dataclass(frozen=True)
class Quiet:
    """Quiet hours 免打扰: from ``since`` (included) to ``until`` (not), over midnight or not; equal: none."""

    since: time
    until: time

    def holds(self, moment: datetime) -> bool:
        at = moment.time()
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until

    def over(self, moment: datetime) -> datetime:
        """The earliest moment, not before the one given, at which it is not quiet."""
        if not self.holds(moment):
            return moment
        end = on_day(moment.date(), self.until, moment)
        return end if end > moment else on_day(moment.date() + ONE_DAY, self.until, moment)


def on_day(day: date, at: time, like: datetime) -> datetime:
    return datetime.combine(day, at, tzinfo=like.tzinfo)


def digest_moment(moment: datetime, at: time, calendar: Calendar, quiet: Quiet) -> datetime:
    """When the next digest leaves: at ``at`` of the first working day for which that is not past."""
    day = moment.date()
    while not calendar.is_working(day) or on_day(day, at, moment) < moment:
        day += ONE_DAY
    return quiet.over(on_day(day, at, moment))


def next_day(moment: datetime) -> datetime:
    return on_day(moment.date() + ONE_DAY, time(0), moment)


def wait_after(tries: int, *, hurried: bool = False) -> timedelta:
    """How long to wait after the ``tries``-th failure."""
    if hurried:
        return CODE_WAIT * tries
    return min(FIRST_WAIT * int(4 ** (min(tries, 6) - 1)), LONGEST_WAIT)


def clock_time(hours: Decimal) -> time:
    """8.5 → 08:30; 24 and more is the day's last minute."""
    minutes = min(int(hours * 60), 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)
