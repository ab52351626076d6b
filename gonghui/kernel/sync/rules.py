"""Times on a phone that nobody has set right, and how long what it took along may stay on it."""

from __future__ import annotations

from datetime import datetime, timedelta

PACKAGE_LASTS = timedelta(days=14)  # then the phone forgets what it took along, network or not
LONGEST_BACK = timedelta(days=90)  # older than this nothing can be: the phone's battery was out
AT_ONCE = 50  # records of one request
LARGEST_PHOTO = 8_000_000  # bytes; a phone shrinks to a tenth of that


def corrected(made_at: datetime, sent_at: datetime, now: datetime) -> datetime:
    """When it was made, by our clock. ``made_at`` and ``sent_at`` are by the phone's; ``now`` is when it arrived.

    However wrong the phone's clock is, the time between making and sending is right, unless the clock was set
    in between; then the answer is at least not in the future and not before anything could have been.
    """
    ago = min(max(sent_at - made_at, timedelta(0)), LONGEST_BACK)
    return now - ago


def skew(sent_at: datetime, now: datetime) -> int:
    """By how many seconds the phone's clock is ahead (or, negative, behind)."""
    return round((sent_at - now).total_seconds())
