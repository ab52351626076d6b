"""Reads of titles: which are held on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gonghui.kernel.reach.actor import Actor
from gonghui.work.standards.models import Title


def held(actor: Actor, kind: str, on: date, level: str = "") -> QuerySet[Title]:
    """Those in force on a day, of unions that had not been closed by then."""
    open_ = Q(unit__closed_on=None) | Q(unit__closed_on__gt=on)
    rows = Title.objects.visible_to(actor).filter(Q(until=None) | Q(until__gt=on), open_, since__lte=on)
    return rows.filter(kind=kind, level=level) if level else rows.filter(kind=kind)


def holders(actor: Actor, kind: str, on: date, level: str) -> int:
    return held(actor, kind, on, level).values("unit_id").distinct().count()
