"""The one place that reads the clock; everything below a page is handed the day it acts on."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    """Today in the county's own time zone."""
    return timezone.localdate()


def now() -> datetime:
    """This moment, aware."""
    return timezone.now()


def day_of(moment: datetime) -> date:
    """The day on which a moment lies, where we are."""
    return timezone.localtime(moment).date()
