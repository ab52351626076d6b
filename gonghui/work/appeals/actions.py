"""Bringing what a worker told to the office that answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.proofs import bring_proof
from gonghui.kernel.process.triggered import come_from_outside
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.appeals import rules, selectors
from gonghui.work.appeals.models import Appeal
from gonghui.work.appeals.process import APPEAL

REVEALED = verb("appeals.reveal", "查看诉求人电话", "number", "reason")


@transaction.atomic
def bring(
    *, actor: Actor, content: dict[str, Any], made_on: date, now: datetime, files: Sequence[UUID] = (),
    unit: Unit | None = None, **own: Any,
) -> WorkItem:  # fmt: skip
    """What a worker told ``actor``, from now on a matter of the office above with a day by which it is answered.

    ``content``: kind, story, name, mobile, workplace, urgent, told_on. ``ValidationError`` says what is to be mended.
    ``unit``: whom a worker told it by themselves; ``own``: who reads the answer then (person_id or receipt).
    """
    try:
        told = rules.read(content, made_on, day_of(now))
    except ValueError as fault:
        raise ValidationError(str(fault)) from fault
    label = dict(rules.KINDS)[told.kind]
    item = open_item(
        APPEAL, title=f"职工诉求：{label}{'（急）' if told.urgent else ''}", unit=unit or Unit.objects.get(pk=actor.unit_id),
        actor=actor, now=now, record=told.__dict__ | own, grid_id=actor.unit_id if actor.tree == "grid" else None,
        line_id=actor.unit_id if actor.tree == "industry" else None,
    )  # fmt: skip
    for file in StoredFile.objects.visible_to(actor).filter(pk__in=files):
        bring_proof(item, actor=actor, now=now, kind="shown", file_id=file.pk)
    return come_from_outside(item.pk, "hurry", actor=actor, now=now) if told.urgent else item


def say(
    *, content: dict[str, Any], subject: UUID | None, receipt: bytes | None, actor: Actor, now: datetime
) -> WorkItem:
    """What somebody says on their own phone: a member to the town's union, a guest to the place they name; what is said
    about a union itself goes to the one above it. Never to an employer's. ``actor``: the program."""
    unit = selectors.heard_by(subject, content.get("place"))
    if unit is None:
        raise ValidationError("请选交给哪里的工会")
    if content.get("kind") == rules.ABOUT_UNION:
        unit = selectors.above(unit) or unit
    return bring(
        actor=actor, content=content, made_on=day_of(now), now=now, unit=unit, person_id=subject, receipt=receipt
    )  # fmt: skip


@transaction.atomic
def reveal(*, actor: Actor, appeal: Appeal, reason: str) -> str:
    """The worker's number, for who has to call them and says why."""
    journal(
        actor, REVEALED, appeal.item, unit_id=appeal.unit_id, number=appeal.item.number, reason=reason[:100]
    )
    return appeal.mobile.reveal() if appeal.mobile else ""
