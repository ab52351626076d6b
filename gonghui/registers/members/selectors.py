"""Reads of the membership register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.expressions import RawSQL

from gonghui.kernel.identifiers.names import query_beginnings
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members import rules
from gonghui.registers.members.models import Membership, MembershipEvent, Person, RosterEntry, SubPlace

LAST_BYTES = (
    6  # of the hash of four characters: few enough to keep the index small, too many to meet by chance
)
HOURLY_LOOKUPS = 3_000_000  # identity numbers one account may have checked in an hour


def files(actor: Actor) -> QuerySet[Any]:
    """Everybody whose file lies in reach, and nothing else read: for counting, searching, paging."""
    return Person.objects.visible_to(actor)


def members(actor: Actor) -> QuerySet[Membership]:
    """The open memberships in reach: who is counted."""
    return Membership.objects.visible_to(actor).filter(until=None)


def people(actor: Actor) -> QuerySet[Any]:
    """Everybody whose file lies in reach, with what their open membership says (None when it has ended)."""
    return (
        Person.objects.visible_to(actor)
        .select_related("unit")
        .annotate(open=FilteredRelation("memberships", condition=Q(memberships__until=None)))
        .annotate(
            membership_id=F("open__id"),
            since=F("open__since"),
            workplace=F("open__workplace"),
            job=F("open__job"),
            number=F("open__number"),
            employment=F("open__employment"),
            is_retained=F("open__is_retained"),
        )
    )


def search(rows: QuerySet[Any], q: str) -> QuerySet[Any]:
    """By name (two characters are enough), pinyin, initials, or the last four digits of a number."""
    bare = q.replace(" ", "").upper()
    if len(bare) == 11 and bare.isdigit():
        # by its last four first, which are indexed: the whole number needs no index of its own
        return rows.filter(pk__in=with_tokens([last_four(bare)]), mobile_index=index_of(bare, "mobile"))
    if len(bare) == 4 and (bare[:3].isdigit() or bare[1:].isdigit()):
        return rows.filter(pk__in=with_tokens([last_four(bare)]))
    if len(bare) > 4 and sum(mark.isdigit() for mark in bare) >= 4:  # no name holds digits
        return rows.filter(id_index__in=[identity_of(bare, code) for code, _ in rules.ID_TYPES])
    return rows.filter(pk__in=with_tokens(wanted)) if (wanted := query_beginnings(q)) else rows.none()


def identity_of(number: str, id_type: str = "1") -> bytes:
    """What one person is told apart by. Each type of document has hashes of its own, so equal numbers never meet."""
    return index_of(number, purpose_of(id_type))


def purpose_of(id_type: str) -> str:
    return "id" if id_type == "1" else f"id:{id_type}"


def last_four(digits: str) -> str:
    """What the last four characters of a number are found by, without being readable."""
    return "x:" + index_of(digits[-4:], "last4")[:LAST_BYTES].hex()


def with_tokens(wanted: Sequence[str]) -> RawSQL:
    """The persons in reach whose search words begin with all these.

    Found by a definer function that checks the reach itself: below a row policy the index cannot be used,
    since a text search is not leakproof.
    """
    quoted = (one.replace("\\", "\\\\").replace("'", "''") for one in wanted)
    return RawSQL("SELECT members_find(%s::tsquery)", [" & ".join(f"'{one}':*" for one in quoted)])


@contextmanager
def within_the_hour() -> Iterator[None]:
    """What the database says to somebody who asks after too many, in words."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "GH001":
            raise
        most = f"{HOURLY_LOOKUPS:,}"
        raise ValidationError(
            f"一小时内核对的证件号超过了 {most} 个，这次没有办；过一小时再来，已办的都在"
        ) from None


def classify(indexes: Sequence[bytes]) -> dict[bytes, UUID | None]:
    """For numbers known anywhere in the database: the person's id when in reach, None when elsewhere."""
    with within_the_hour(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_classify(%s::bytea[], %s)", [list(indexes), HOURLY_LOOKUPS])
        return {bytes(index): person for index, person in cursor.fetchall()}


def pending_roster(actor: Actor) -> QuerySet[RosterEntry]:
    """Roster entries in reach whose membership still has to be settled above."""
    found = RosterEntry.objects.visible_to(actor).filter(settled_on=None)
    return found.select_related("unit").order_by("received_on", "pk")


def events(actor: Actor, person: Person) -> QuerySet[MembershipEvent]:
    found = MembershipEvent.objects.visible_to(actor).filter(membership__person=person)
    return found.select_related("unit").order_by("on", "pk")


def open_membership(actor: Actor, person: Person) -> Any:
    return person.memberships.visible_to(actor).filter(until=None).first()


def in_sub(actor: Actor, unit_id: int) -> QuerySet[Membership]:
    """The members who belong to a branch or group today."""
    placed = SubPlace.objects.visible_to(actor).filter(unit_id=unit_id, until=None)
    return members(actor).filter(pk__in=placed.values("membership_id"))


def in_no_sub(actor: Actor, unit_id: int) -> QuerySet[Membership]:
    """The members of a union who are in none of its branches and groups."""
    placed = SubPlace.objects.visible_to(actor).filter(until=None)
    return members(actor).filter(unit_id=unit_id).exclude(pk__in=placed.values("membership_id"))


def files_of(person: UUID) -> dict[UUID, bytes]:
    """A person's file and those that became part of it: key → keyed hash of the number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, id_index FROM members_files(%s)", [person])
        return {pk: bytes(index) for pk, index in cursor.fetchall()}


def survivor(person: UUID) -> UUID:
    """The file that stands for this one today: itself, or the one it became part of."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_survivor(%s)", [person])
        found: UUID | None = cursor.fetchone()[0]
        return found or person
