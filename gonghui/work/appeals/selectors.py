"""Reads of appeals: what somebody brought, and how it stands today."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from gonghui.kernel.process.definition import OUTCOMES
from gonghui.kernel.process.models import Step, WorkItem
from gonghui.kernel.reach.actor import Actor
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
