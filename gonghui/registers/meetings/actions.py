"""Writes of the register of meetings and activities."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.keeping import keep
from gonghui.kernel.units.following import carried_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.meetings.models import Meeting

ENTER = verb("meetings.enter", "登记会议与活动", "kind", "on")  # no title: names of people stand in titles
CORRECT = verb("meetings.correct", "更正会议与活动", "fields")
SAME = ("title", "held_on")  # what makes two of one union the same


@transaction.atomic
def save(
    *, actor: Actor, today: date, row: Meeting | None, unit: Unit, **values: Any
) -> tuple[Meeting, bool | None]:
    """What form, API and lists call; a meeting is known by its name and day in the union."""
    known = row or _known(actor, unit, values)
    kept, said = keep(known, Meeting(unit=unit), {"unit": unit} | values, partial(_check, today=today))
    if said.outcome:
        record(actor, ENTER, kept, unit_id=kept.unit_id, kind=kept.kind, on=kept.held_on.isoformat())
    elif said.fields:
        record(actor, CORRECT, kept, unit_id=kept.unit_id, fields=said.fields)
    return kept, said.outcome


@carried_by
def carry_meetings(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """They go with the union that merges into another; what both have written down alike is kept once."""
    there = Meeting.objects.filter(unit=into).values_list(*SAME)
    for one in Meeting.objects.filter(unit=unit):
        if tuple(getattr(one, name) for name in SAME) not in set(there):
            one.unit = into
            one.save(update_fields=["unit"])


def _known(actor: Actor, unit: Unit, values: dict[str, Any]) -> Meeting | None:
    wanted = {"unit": unit} | {name: values.get(name) for name in SAME}
    return Meeting.objects.visible_to(actor).filter(**wanted).first()


def _check(one: Meeting, today: date) -> None:
    if one.held_on and one.held_on > today:
        raise ValidationError({"held_on": f"日期 {one.held_on} 还没到，等发生以后再登记"})
    one.tokens = search_tokens(one.title)
    one.full_clean(exclude=["path"])
