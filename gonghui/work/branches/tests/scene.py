"""The hour at which things happen."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def at(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T10:00"))
