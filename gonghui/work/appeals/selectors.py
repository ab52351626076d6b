"""Reads of appeals: what somebody brought, and how it stands today."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from gonghui.kernel.process.definition import OUTCOMES
from gonghui.kernel.process.models import Step, WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Person
from gonghui.registers.unions.rules import AREA_KINDS
from gonghui.work.appeals.models import Appeal

SHOWN = 30  # of what one person brought, the newest


def appeal(actor: Actor, pk: UUID) -> Appeal | None:
    """One of those in sight."""
    seen = WorkItem.objects.visible_to(actor).filter(process_key=Appeal.process_key)
    found: Appeal | None = (
        Appeal.objects.filter(pk__in=seen.values("pk"), pk=pk).select_related("item").first()
    )
    return found


def brought_by(actor: Actor) -> QuerySet[Any]:
    """What this person brought from this post, the newest first, with the answer or why there is none."""
    why = Step.objects.filter(item=OuterRef("pk"), move="refuse", undone=False).order_by("-seq")
    rows = WorkItem.objects.visible_to(actor).filter(
        process_key=Appeal.process_key, opened_by=actor.account_id
    )
    rows = rows.select_related("appeal").defer(
        "appeal__story", "appeal__name", "appeal__mobile", "appeal__workplace"
    )
    found: QuerySet[Any] = rows.annotate(why=Subquery(why.values("note")[:1]))
    return found.order_by("-opened_at", "-pk")


def progress(actor: Actor) -> list[dict[str, Any]]:
    """The same in the words of a phone; nothing of what the worker told."""
    return [
        {
            "id": str(one.pk), "number": one.number, "title": one.title, "on": one.opened_on.isoformat(),
            "state": OUTCOMES[one.outcome] if one.closed_on else one.stage_label, "open": one.closed_on is None,
            "holder": "" if one.closed_on else one.holder_label,
            "due": one.due_on.isoformat() if one.due_on and not one.closed_on else "",
            "closed": one.closed_on.isoformat() if one.closed_on else "", "said": one.appeal.answer or one.why or "",
        }
        for one in brought_by(actor)[:SHOWN]
    ]  # fmt: skip


def heard_by(subject: UUID | None, place: Any) -> Unit | None:
    """The office that hears somebody: of a member the nearest area's union, of a guest the area they name."""
    areas = Unit.objects.filter(kind__in=AREA_KINDS, closed_on=None)
    if subject is None:
        named = str(place or "")
        return (
            areas.filter(pk=int(named)).first()
            if named.isascii() and named.isdigit() and len(named) < 19
            else None
        )
    path = Person.objects.filter(pk=subject).values_list("path", flat=True).first() or ""
    return areas.filter(path__in=[path[:k] for k in range(1, len(path) + 1)]).order_by("-path").first()


def above(unit: Unit) -> Unit | None:
    """The union that leads this one."""
    higher = [unit.path[:k] for k in range(1, len(unit.path))]
    return Unit.objects.filter(path__in=higher, closed_on=None).order_by("-path").first()


def places() -> list[tuple[int, str]]:
    """Who may be told something: the unions of areas, in the order of the tree. Needs no reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, name FROM appeals_places()")
        return list(cursor.fetchall())


def own_appeals() -> list[dict[str, Any]]:
    """What whoever is signed in has said, the newest first, with the answer. Takes no person: the database knows."""
    return _rows("SELECT * FROM appeals_own()")


def by_receipt(index: bytes) -> dict[str, Any] | None:
    """The same of one that a guest said, for whoever holds its receipt."""
    return next(iter(_rows("SELECT * FROM appeals_by(%s)", index)), None)


def _rows(statement: str, *given: bytes) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        names = [one.name for one in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
