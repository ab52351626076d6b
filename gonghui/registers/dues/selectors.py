"""Reads of the register of dues and funds."""

from __future__ import annotations

from django.db.models import QuerySet

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.dues.models import Receipt


def receipts(actor: Actor) -> QuerySet[Receipt]:
    return Receipt.objects.visible_to(actor).select_related("unit")


def search(rows: QuerySet[Receipt], q: str) -> QuerySet[Receipt]:
    """By a part of its words or their pinyin."""
    return rows.filter(pk__in=found_by("dues_find", tokens)) if (tokens := query_tokens(q)) else rows.none()
