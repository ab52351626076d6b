"""Reads of the register of cadres."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

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


def serving(actor: Actor, unit_id: int, on: date) -> QuerySet[Cadre]:
    """Who holds a post in a union on that day."""
    return in_post(cadres(actor).filter(unit_id=unit_id), on).order_by("post", "pk")


def in_post(rows: QuerySet[Cadre], on: date) -> QuerySet[Cadre]:
    """Those whose time in the post has not run out: an elected post is held until a day known beforehand."""
    return rows.filter(Q(until=None) | Q(until__gte=on))
