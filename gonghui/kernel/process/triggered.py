"""Matters a rule opens because a fact has come up, and opens again under the same number when it returns."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.process.definition import Process
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import make, open_item
from gonghui.kernel.process.steps import MoveRefused, enter, locked, note
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit


@transaction.atomic
def open_by_rule(
    process: Process, *, rule: str, subject: str, title: str, unit: Unit, facts: dict[str, Any],
    actor: Actor, now: datetime, **places: Any,
) -> WorkItem:  # fmt: skip
    """The matter of ``rule`` about ``subject`` ("files:17"): the open one with its facts brought up to
    date, the closed one open again (销号有记忆), or a new one.
    """
    known = WorkItem.objects.select_for_update().filter(
        process_key=process.key, rule=rule, rule_subject=subject
    )
    item = known.first()
    if item is None:
        return open_item(
            process, title=title, unit=unit, actor=actor, now=now, rule=rule, rule_subject=subject,
            facts=facts, **places,
        )  # fmt: skip
    item.facts = facts
    if item.closed_on is None:
        item.save(update_fields=["facts"])
        return item
    source = item.stage_key
    item.closed_on, item.outcome, item.cleared_by = None, "", None
    item.reopened += 1
    enter(item, process.first, now)
    note(item, actor, now, move="reopen", label=f"又出现了（第 {item.reopened + 1} 次）", source=source)
    return item


def facts_gone(process: Process, *, rule: str, subject: str, now: datetime) -> WorkItem | None:
    """The rule no longer holds: said on the matter, so that whoever clears it sees it; it is not closed by itself."""
    item = WorkItem.objects.filter(
        process_key=process.key, rule=rule, rule_subject=subject, closed_on=None
    ).first()
    if item is not None:
        item.facts = item.facts | {"gone_on": day_of(now).isoformat()}
        item.save(update_fields=["facts"])
    return item


@transaction.atomic
def come_from_outside(item_id: UUID, move: str, *, actor: Actor, now: datetime, text: str = "") -> WorkItem:
    """Somebody without a post did what the stage waits for; the program makes the move on their behalf."""
    item = locked(item_id, actor)
    made = item.process.move(item.stage_key, move)
    if item.closed_on or made is None:
        raise MoveRefused("这件事已经往前走了，不用再补")
    return make(item, made, actor, now, text, {})


@transaction.atomic
def cleared_by_fact(item: WorkItem, stage: str, *, actor: Actor, now: datetime, text: str) -> WorkItem:
    """What had to be done is done, as the program's own facts show: the matter ends in ``stage`` and says why."""
    source = item.stage_key
    enter(item, item.process.by_key[stage], now)
    note(item, actor, now, move="by_fact", label="系统已核，自动办结", source=source, text=text)
    return item
