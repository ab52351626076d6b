"""Reads of orders: what stands on the menu and how much of it is left, one's own, and how services are judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Q, QuerySet

from gonghui.kernel.reach.actor import Actor
from gonghui.registers.services.models import Service
from gonghui.registers.services.selectors import Offer, menu, services
from gonghui.work.orders import rules
from gonghui.work.orders.models import Order

STANDS = ~Q(item__outcome__in=["refused", "withdrawn"])  # takes a place


def offered(today: date, near: int | None = None) -> list[tuple[Offer, int | None]]:
    """The menu, each with how many may still order it (None: not limited). Needs no reach."""
    found = menu(today, near)
    taken = taken_of(one.id for one in found if one.places is not None)
    return [(one, rules.left(one.places, taken.get(one.id, 0))) for one in found]


def taken_of(wanted: Iterable[UUID]) -> dict[UUID, int]:
    """How many orders stand against each service that has any. Needs no reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT service_id, taken FROM orders_taken(%s)", [list(wanted)])
        return dict(cursor.fetchall())


def own_orders() -> list[dict[str, Any]]:
    """What whoever is signed in has ordered, the newest first. Takes no person: the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM orders_own()")
        names = [one.name for one in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Judged:
    """A service with what became of its orders in reach. ``average``: "" while too few have judged."""

    service: Service
    ordered: int
    served: int
    missed: int
    judged: int
    average: str


def judged(actor: Actor) -> list[Judged]:
    """Every service in reach that anybody ordered, the best liked first; the same counts for one as for a thousand."""
    rows = {row["service"]: row for row in _counts(Order.objects.visible_to(actor))}
    found = [_judged(one, rows[one.pk]) for one in services(actor).filter(pk__in=rows)]
    return sorted(found, key=lambda one: (one.average, one.ordered), reverse=True)


def _counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.values("service").annotate(
        ordered=Count("pk", filter=STANDS), served=Count("pk", filter=Q(came=True)), missed=Count("pk", filter=Q(came=False)),
        stars=ArrayAgg("stars", filter=Q(stars__isnull=False), default=[]),
    )  # fmt: skip
    return found.order_by()


def _judged(service: Service, row: dict[str, Any]) -> Judged:
    return Judged(
        service, row["ordered"], row["served"], row["missed"], len(row["stars"]), rules.average(row["stars"])
    )


def words_of(actor: Actor, service: Service) -> QuerySet[Order]:
    """What was said of a service, the newest first."""
    found: QuerySet[Order] = Order.objects.visible_to(actor).filter(service=service, stars__isnull=False)
    return found.select_related("item").order_by("-judged_on", "-pk")
