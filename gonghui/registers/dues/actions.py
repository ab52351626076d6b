"""Writes of the register of dues and funds."""

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
from gonghui.registers.dues.models import Receipt

ENTER = verb("dues.enter", "登记会费与经费", "kind", "on", "amount")
CORRECT = verb("dues.correct", "更正会费与经费", "fields", "before", "amount")
SAME = ("kind", "period", "paid_on", "voucher")  # what makes two of one union the same


@transaction.atomic
def save(
    *, actor: Actor, today: date, row: Receipt | None, unit: Unit, **values: Any
) -> tuple[Receipt, bool | None]:
    """What form, API and lists call; a sum is known by its kind, period, day and voucher in the union."""
    known = row or _known(actor, unit, values)
    before = str(known.amount) if known else ""
    kept, said = keep(known, Receipt(unit=unit), {"unit": unit} | values, partial(_check, today=today))
    if said.outcome:
        record(
            actor,
            ENTER,
            kept,
            unit_id=kept.unit_id,
            kind=kept.kind,
            on=kept.paid_on.isoformat(),
            amount=str(kept.amount),
        )
    elif said.fields:
        record(
            actor,
            CORRECT,
            kept,
            unit_id=kept.unit_id,
            fields=said.fields,
            before=before,
            amount=str(kept.amount),
        )
    return kept, said.outcome


@carried_by
def carry_dues(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """They go with the union that merges into another; what both have written down alike is kept once."""
    there = Receipt.objects.filter(unit=into).values_list(*SAME)
    for one in Receipt.objects.filter(unit=unit):
        if tuple(getattr(one, name) for name in SAME) not in set(there):
            one.unit = into
            one.save(update_fields=["unit"])


def _known(actor: Actor, unit: Unit, values: dict[str, Any]) -> Receipt | None:
    wanted = {"unit": unit} | {name: values.get(name) or "" for name in SAME}
    return Receipt.objects.visible_to(actor).filter(**wanted).first()


def _check(one: Receipt, today: date) -> None:
    if one.paid_on and one.paid_on > today:
        raise ValidationError({"paid_on": f"日期 {one.paid_on} 还没到，等发生以后再登记"})
    one.tokens = search_tokens(one.period)
    one.full_clean(exclude=["path"])
