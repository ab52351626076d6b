"""Reads of the register of meetings and activities."""

from __future__ import annotations

from django.db.models import QuerySet

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.meetings.models import Meeting


def meetings(actor: Actor) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(actor).select_related("unit")


def search(rows: QuerySet[Meeting], q: str) -> QuerySet[Meeting]:
    """By a part of its words or their pinyin."""
    return (
        rows.filter(pk__in=found_by("meetings_find", tokens)) if (tokens := query_tokens(q)) else rows.none()
    )
