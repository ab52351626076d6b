"""Reads of joining: what anybody may learn by a code or a receipt they hold, and what a post has to decide."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, Func, Q, QuerySet

from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.fields import index_of, index_of_typed
from gonghui.kernel.units.models import Unit
from gonghui.work.joining import rules
from gonghui.work.joining.models import Application, Destination, JoinCode

SIGNED = "joining.code"


@dataclass(frozen=True)
class Scanned:
    """What a valid code says to whoever holds it."""

    pk: UUID
    unit_id: int
    unit_name: str
    kind: str
    label: str
    is_own: bool
    """Whether it is the union of an employer, whose own workers it takes in."""


def signature(key: str, unit_id: int, expires_on: date) -> str:
    return rules.letters_of(index_of(f"{key}:{unit_id}:{expires_on:%Y%m%d}", SIGNED), rules.SIGN)


def token_of(code: JoinCode) -> str:
    """What the poster's address ends in."""
    return code.key + signature(code.key, code.unit_id, code.expires_on)


def scanned(token: str, today: date) -> Scanned | None:
    """The code, when it is ours, unaltered, in force today. Needs no reach."""
    plain = rules.plain(token)
    if len(plain) != rules.KEY + rules.SIGN:
        return None
    key = plain[: rules.KEY]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM joining_code(%s)", [key])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, unit_id, unit_name, kind, label, expires_on, is_own = row
    if today > expires_on or not hmac.compare_digest(signature(key, unit_id, expires_on), plain[rules.KEY :]):
        return None
    return Scanned(pk, unit_id, unit_name, kind, label, is_own)


def arrived_of(code: str, now: datetime) -> int:
    """How many applications came by this code in the last minute; counted no further than anybody needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT joining_arrived(%s, %s)", [code, now - timedelta(minutes=1)])
        found: int = cursor.fetchone()[0]
        return found


def places() -> list[tuple[int, str]]:
    """The places somebody may say they work in: towns and zones, in the order of the tree. Needs no reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, name FROM joining_places()")
        return list(cursor.fetchall())


def receipt_index(receipt: str) -> bytes:
    return index_of_typed(rules.plain(receipt), "joining.receipt")


def by_receipt(receipt: str) -> dict[str, Any] | None:
    """Where the application stands, for whoever holds its receipt; None when there is none. Needs no reach."""
    return _said("SELECT joining_receipt(%s)", receipt_index(receipt))


def card_token(pk: object) -> str:
    """What the card's picture says: the key of the membership, or of the application while it is being settled."""
    number = UUID(str(pk))
    return f"{number.hex}{rules.letters_of(index_of(number.hex, 'joining.card'), rules.SIGN)}"


def card(token: str) -> dict[str, Any] | None:
    """Whether a card is in force, for whoever was shown it; None for what we never made. Needs no reach."""
    try:
        number = UUID(token[:32])
    except ValueError:
        return None
    if not hmac.compare_digest(card_token(number), token):
        return None
    return _said("SELECT joining_card(%s)", number)


def _said(statement: str, wanted: bytes | UUID) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [wanted])
        text = cursor.fetchone()[0]
    found: dict[str, Any] | None = json.loads(text) if text else None
    return found


def own_applications() -> list[dict[str, Any]]:
    """The applications of whoever is signed in as themselves, the newest first. Takes no person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM joining_own()")
        names = [one.name for one in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def destination(unit: Unit, groups: list[str]) -> rules.Place | None:
    """Which union takes in who comes from ``unit``; None where nobody has said."""
    line = [int(part) for part in unit.path.split(".") if part]
    rows = Destination.objects.filter(unit__in=line)
    known = {
        (row.unit_id, row.group): rules.Place(row.unit_id, row.group, row.union_id, row.reason)
        for row in rows
    }
    return rules.route(reversed(line), groups, known)


def codes(actor: Actor) -> QuerySet[JoinCode]:
    return JoinCode.objects.visible_to(actor).select_related("unit").order_by("revoked_on", "-made_on", "-pk")


def at_sites(actor: Actor, today: date) -> QuerySet[Any]:
    """The codes of building sites that are in force, in reach, with the name of the union they lead to."""
    rows = JoinCode.objects.visible_to(actor).filter(kind="site", revoked_on=None, expires_on__gte=today)
    name = Func(F("unit_id"), function="process_place_name", output_field=CharField())
    found: QuerySet[Any] = rows.annotate(union_name=name)
    return found.order_by("label", "pk")


def destinations(actor: Actor) -> QuerySet[Destination]:
    found = Destination.objects.visible_to(actor).select_related("unit", "union")
    return found.order_by("path", "group")


def to_decide(actor: Actor) -> QuerySet[Application]:
    """The applications this post has to decide, those with something to look at first."""
    mine = WorkItem.objects.filter(
        Q(account_id=None) | Q(account_id=actor.account_id), process_key=Application.process_key,
        stage_key="deciding", closed_on=None, holder_unit_id=actor.unit_id, role=actor.role,
    )  # fmt: skip
    found = Application.objects.filter(item__in=mine.values("pk")).select_related("item", "unit", "code")
    return found.order_by((Func("problems", function="cardinality")).desc(), "item__due_on", "pk")
