"""Which rules of the library a union has: adopted on a day by a meeting, dropped on another."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.meetings.rules import MEETINGS
from gonghui.work.standards.models import Adopted
from gonghui.work.standards.rules.library import library

PASS = verb("standards.rule", "通过制度", "rule", "since")
DROP = verb("standards.rule_drop", "废止制度", "rule", "until")


@transaction.atomic
def pass_rule(
    *, actor: Actor, unit: Unit, rule: str, today: date, meeting: UUID | None = None, since: date | None = None, by: str = ""
) -> Adopted:  # fmt: skip
    """通过: by a meeting of the register, whose day it is; or by one that is not written down there, named in words."""
    if rule not in library():
        raise ValidationError("请从制度库里选")
    if meeting is not None:
        held = Meeting.objects.visible_to(actor).filter(pk=meeting, unit=unit, kind__in=MEETINGS).first()
        if held is None:
            raise ValidationError("请从本单位开过的会里选")
        since, by = held.held_on, held.title
    if since is None or not by.strip():
        raise ValidationError("请选哪次会议通过的；台账里没有的，写明会议和日期")
    if since > today:
        raise ValidationError(f"{since:%Y-%m-%d} 还没到，请核对日期")
    made = Adopted(unit=unit, rule=rule, since=since, meeting_id=meeting, by=by.strip())
    made.full_clean(exclude=["path"])
    made.save(force_insert=True)
    journal(actor, PASS, made, unit_id=unit.pk, rule=library()[rule].label, since=since.isoformat())
    return made


@transaction.atomic
def drop_rule(*, actor: Actor, adopted: Adopted, on: date) -> Adopted:
    """废止, from that day on."""
    locked = Adopted.objects.visible_to(actor).select_for_update().get(pk=adopted.pk)
    if locked.until is not None:
        raise ValidationError("这项制度已经废止")
    locked.until = on
    locked.full_clean(exclude=["path"])
    locked.save(update_fields=["until"])
    label = library()[locked.rule].label if locked.rule in library() else locked.rule
    journal(actor, DROP, locked, unit_id=locked.unit_id, rule=label, until=on.isoformat())
    return locked
