"""When regular work is due, as arithmetic on the county's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Rhythm:
    """Either once a day at ``at``, or every ``minutes`` minutes counted from midnight."""

    at: time | None = None
    minutes: int = 0

    def __post_init__(self) -> None:
        if (self.at is None) == (self.minutes == 0) or not 0 <= self.minutes <= DAY // 2:
            raise ValueError("regular work is due daily at an hour, or every 1 to 720 minutes")

    def latest(self, now: datetime) -> datetime:
        """The last moment at or before ``now`` (aware) at which the work was due."""
        local = timezone.localtime(now)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.at is None:
            gone = (local - midnight) // timedelta(minutes=self.minutes)
            return midnight + gone * timedelta(minutes=self.minutes)
        due = midnight.replace(hour=self.at.hour, minute=self.at.minute)
        return due if due <= local else due - timedelta(days=1)

    def __str__(self) -> str:
        return f"每天 {self.at:%H:%M}" if self.at else f"每 {self.minutes} 分钟"


def rhythm(daily: str, every: int) -> Rhythm:
    """``daily``: an hour such as "02:30"; ``every``: minutes. ``ValueError`` for neither, both, or no hour."""
    return Rhythm(time.fromisoformat(daily) if daily else None, every)
