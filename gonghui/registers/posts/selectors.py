"""Reads of the register of cadres."""

from __future__ import annotations

from django.db.models import QuerySet

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.posts.models import Cadre


def cadres(actor: Actor) -> QuerySet[Cadre]:
    """Cadres of the unions in reach, those who have left too."""
    return Cadre.objects.visible_to(actor).select_related("unit")


def search(rows: QuerySet[Cadre], q: str) -> QuerySet[Cadre]:
    """By name, two characters are enough, or pinyin."""
    return rows.filter(pk__in=found_by("posts_find", tokens)) if (tokens := query_tokens(q)) else rows.none()


def serving(actor: Actor, unit_id: int) -> QuerySet[Cadre]:
    """Who holds a post in a union now."""
    return cadres(actor).filter(unit_id=unit_id, until=None).order_by("post", "pk")
