"""Writes of the register of cadres."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.keeping import keep
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.posts.models import Cadre
from gonghui.registers.posts.selectors import in_post

ENTER = verb("cadres.enter", "登记工会干部", "post")
CORRECT = verb("cadres.correct", "更正工会干部", "fields")


@transaction.atomic
def save(
    *, actor: Actor, today: date, row: Cadre | None, unit: Unit, **values: Any
) -> tuple[Cadre, bool | None]:
    """What form, API and lists call; a cadre is known by name and post in the union."""
    known = row or _known(actor, unit, values, today)
    kept, said = keep(known, Cadre(unit=unit, since=today), {"unit": unit} | values, _check)
    if said.outcome:
        record(actor, ENTER, kept, unit_id=kept.unit_id, post=kept.post)
    elif said.fields:
        record(actor, CORRECT, kept, unit_id=kept.unit_id, fields=said.fields)
    return kept, said.outcome


@carried_by
def end_with_merger(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """The posts of a union that merges into another end; who serves in the other is entered anew there."""
    end_with_unit(unit, actor, on)


@closed_by
def end_with_unit(unit: Unit, actor: Actor, on: date) -> None:
    """Posts do not outlive the union they are in."""
    in_post(Cadre.objects.filter(unit=unit), on).update(until=Greatest("since", Value(on)))


def _known(actor: Actor, unit: Unit, values: dict[str, Any], today: date) -> Cadre | None:
    seen = in_post(Cadre.objects.visible_to(actor).filter(unit=unit), today)
    return seen.filter(name=values.get("name"), post=values.get("post")).first()


def _check(cadre: Cadre) -> None:
    cadre.tokens = search_tokens(cadre.name)
    if cadre.birth_year is not None and not 1900 <= cadre.birth_year <= 2100:
        raise ValidationError({"birth_year": "出生年份要写四位，例如 1985"})
    cadre.full_clean(exclude=["path"])
