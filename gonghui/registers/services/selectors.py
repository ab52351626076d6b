"""Reads of the register of services, and of the menu made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from gonghui.kernel.database.finding import found_by
from gonghui.kernel.identifiers.names import query_tokens
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.services import rules
from gonghui.registers.services.models import Service

MOST = 200  # on one menu


def services(actor: Actor) -> QuerySet[Service]:
    return Service.objects.visible_to(actor).select_related("unit")


def search(rows: QuerySet[Service], q: str) -> QuerySet[Service]:
    """By part of the title or pinyin of it."""
    return (
        rows.filter(pk__in=found_by("services_find", tokens)) if (tokens := query_tokens(q)) else rows.none()
    )


@dataclass(frozen=True)
class Offer:
    """One line of the menu. ``is_own``: offered by a union of whoever is asked for, or by one above it."""

    id: UUID
    title: str
    need: str
    told: str
    open_to: str
    since: date
    until: date
    places: int | None
    place: str
    hours: str
    fee: str
    supplier: str
    phone: str
    office: str
    is_own: bool

    @property
    def need_label(self) -> str:
        return dict(rules.NEEDS).get(self.need, self.need)


def menu(today: date, near: int | None = None) -> list[Offer]:
    """What is offered today: by areas to everybody, by any union to its own. Needs no reach.

    Own are those of whoever is signed in as themselves, or of the unit ``near``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM services_menu(%s, %s, %s)", [today, near, MOST])
        return [Offer(*row) for row in cursor.fetchall()]
