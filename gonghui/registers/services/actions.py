"""Writes of the register of services."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.keeping import keep
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.services.models import Service

ENTER = verb("services.enter", "登记服务项目", "title")
CORRECT = verb("services.correct", "更正服务项目", "fields")


@transaction.atomic
def save(
    *, actor: Actor, today: date, row: Service | None, unit: Unit, **values: Any
) -> tuple[Service, bool | None]:
    """What form, API and lists call; a service is known by its title and first day in the union."""
    known = row or _known(actor, unit, values)
    kept, said = keep(known, Service(unit=unit, since=today), {"unit": unit} | values, _check)
    if said.outcome:
        record(actor, ENTER, kept, unit_id=kept.unit_id, title=kept.title)
    elif said.fields:
        record(actor, CORRECT, kept, unit_id=kept.unit_id, fields=said.fields)
    return kept, said.outcome


@carried_by
def carry_services(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """What a union offered is offered by the one it merged into; what is offered there under the same name ends."""
    there = Service.objects.filter(unit=into).values("title")
    end_services_of(Service.objects.filter(unit=unit, title__in=there), on)
    Service.objects.filter(unit=unit).exclude(title__in=there).update(unit=into)


@closed_by
def end_with_unit(unit: Unit, actor: Actor, on: date) -> None:
    end_services_of(Service.objects.filter(unit=unit), on)


def end_services_of(rows: Any, on: date) -> None:
    rows.filter(until__gt=on).update(until=Greatest("since", Value(on)))


def _known(actor: Actor, unit: Unit, values: dict[str, Any]) -> Service | None:
    wanted = {"unit": unit, "title": values.get("title"), "since": values.get("since")}
    return Service.objects.visible_to(actor).filter(**wanted).first()


def _check(service: Service) -> None:
    service.tokens = search_tokens(service.title)
    service.full_clean(exclude=["path"])
