"""Reads of the register of employers."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer


def employers(actor: Actor) -> QuerySet[Employer]:
    """The employers in reach: by area, by grid or by line, as the actor's post works."""
    joined = Employer.objects.visible_to(actor).select_related("grid", "line", "covered_by")
    # No join: who works along a grid or a line does not see the town's unit, but does see the employer.
    place = Unit.objects.filter(pk=OuterRef("unit_id")).values("name")
    return joined.annotate(place_name=Subquery(place))


def files(actor: Actor) -> QuerySet[Employer]:
    """The same rows and nothing else read: for counting, searching, paging."""
    return Employer.objects.visible_to(actor)


def search(rows: QuerySet[Employer], q: str) -> QuerySet[Employer]:
    """By part of the name, pinyin of it, or credit code."""
    return rows.filter(pk__in=found_by("employers_find", query_tokens(q), q.strip().upper()))


def covered_by(actor: Actor, unit_id: int) -> QuerySet[Employer]:
    """The employers a union covers."""
    return employers(actor).filter(covered_by_id=unit_id, closed_on=None).order_by("name")


def doubles(actor: Actor) -> QuerySet[Employer]:
    """Employers in reach whose credit code stands with another in reach as well: for whoever sees both to settle."""
    seen = Employer.objects.visible_to(actor).filter(closed_on=None, credit_code__isnull=False)
    twice = seen.values("credit_code").annotate(n=Count("pk")).filter(n__gt=1).order_by()
    found = employers(actor).filter(closed_on=None, credit_code__in=twice.values("credit_code"))
    return found.order_by("credit_code", "path", "pk")
