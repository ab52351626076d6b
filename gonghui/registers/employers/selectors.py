"""Reads of the register of employers."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.employers.models import Employer


def employers(actor: Actor) -> QuerySet[Employer]:
    """The employers in reach: by area, by grid or by line, as the actor's post works."""
    return Employer.objects.visible_to(actor).select_related("unit", "grid", "line", "covered_by")


def search(rows: QuerySet[Employer], q: str) -> QuerySet[Employer]:
    """By part of the name, pinyin of it, or credit code."""
    tokens = query_tokens(q)
    by_name = Q(tokens__contains=tokens) if tokens else Q(pk__in=[])
    return rows.filter(by_name | Q(credit_code=q.strip().upper()))


def covered_by(actor: Actor, unit_id: int) -> QuerySet[Employer]:
    """The employers a union covers."""
    return employers(actor).filter(covered_by_id=unit_id, closed_on=None).order_by("name")
