"""What is due when a union stands, and what it writes when it is done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from gonghui.kernel.journal.actions import name_of
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.triggered import open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.unions.actions import correct as correct_union
from gonghui.registers.unions.models import Union
from gonghui.work.founding.process import AFTER

LEGAL = next(one for one in AFTER if one.key == "after_legal")


def open_after(union: Union, since: date, actor: Actor, now: datetime) -> None:
    """Open the tasks of a union that has just been founded."""
    for task in AFTER:
        open_by_rule(
            task, rule="founded", subject=name_of(union.unit), title=f"{union.name}：{task.label}", unit=union.unit,
            facts={"founded_on": since.isoformat()}, actor=actor, now=now,
        )  # fmt: skip


@consequence(LEGAL, "done")
def registered(record: WorkItem, actor: Actor, answers: dict[str, Any], **_: Any) -> None:
    """The certificate has come: the union is a legal person with a code of its own."""
    union = Union.objects.visible_to(actor).get(pk=record.unit_id)
    try:
        correct_union(actor=actor, union=union, credit_code=answers["credit_code"], status="legal_person")
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
