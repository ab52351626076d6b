"""The replies from above, signed with one press: numbered, made as Word file and PDF, kept with the matter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from gonghui.kernel.documents.issuing import issue
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.terms.process import BYELECTION, EXTENSION, REELECTION
from gonghui.work.terms.selectors.papers import paper_of


def _signed(record: Any, key: str, actor: Actor, now: datetime, today: date) -> str:
    office = Unit.objects.get(pk=actor.unit_id)
    made = issue(
        actor=actor, now=now, unit=office, kind="reply", item=record.item,
        paper=lambda number: paper_of(record, key, today, office.name),
    )  # fmt: skip
    return str(made.number)


@consequence(REELECTION, "allow")
def let_meet(record: Any, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    record.hold_number, record.hold_on = _signed(record, "hold", actor, now, today), today
    record.save(update_fields=["hold_number", "hold_on"])


@consequence(REELECTION, "approve")
def confirm(record: Any, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    _confirmed(record, "result", actor, now, today)


@consequence(EXTENSION, "grant")
def put_off(record: Any, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    _confirmed(record, "extension", actor, now, today)


@consequence(BYELECTION, "approve")
def confirm_one(record: Any, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    _confirmed(record, "byelection", actor, now, today)


def _confirmed(record: Any, key: str, actor: Actor, now: datetime, today: date) -> None:
    record.approval_number, record.approval_on = _signed(record, key, actor, now, today), today
    record.save(update_fields=["approval_number", "approval_on"])
