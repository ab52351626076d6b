"""Reads: what a person was told, who holds a role, how the ways out are doing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.notices.models import Address, Notice, Preference
from gonghui.kernel.reach.actor import Actor


class Receiver(NamedTuple):
    """Who is told: an account, in one of its posts or (0) in whatever post."""

    account_id: int
    post_id: int = 0


def holders(unit_id: int, roles: Iterable[str], on: date) -> list[Receiver]:
    """Whoever holds one of ``roles`` in the unit on that day, also outside the asker's reach: ids and no names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, post_id FROM notices_holders(%s, %s, %s)", [list(roles), unit_id, on]
        )
        return [Receiver(account, post) for account, post in cursor.fetchall()]


def entitled(unit_id: int, permission: str, on: date) -> list[Receiver]:
    """Whoever holds a post in the unit that covers ``permission``."""
    anybody = Actor(0, "")
    roles = [
        key for key, role in ROLES.items() if replace(anybody, permissions=role.permissions).may(permission)
    ]
    return holders(unit_id, roles, on)


def notices(actor: Actor, now: datetime) -> QuerySet[Notice]:
    """What the actor has been told, newest first."""
    found = Notice.objects.visible_to(actor).filter(withdrawn_at=None, not_before__lte=now)
    return found.order_by("-not_before", "-pk")


def unread(actor: Actor, now: datetime) -> QuerySet[Notice]:
    return notices(actor, now).filter(read_at=None)


def own_addresses(actor: Actor) -> list[Address]:
    found: QuerySet[Address] = Address.objects.visible_to(actor)
    return list(found.order_by("channel"))


def own_preference(actor: Actor) -> Preference:
    """The person's wishes; without a word from them, none."""
    found: Preference | None = Preference.objects.visible_to(actor).first()
    return found or Preference(account_id=actor.account_id)


def is_at_the_top(on: date) -> bool:
    """Whether nobody holds a post above the asker's: the ways out are the whole platform's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_at_the_top(%s)", [on])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class State:
    """How one way out is doing. ``given_up``: messages that were never delivered."""

    channel: str
    waiting: int = 0
    sent_today: int = 0
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    error: str = ""
    given_up: int = 0

    @property
    def is_failing(self) -> bool:
        """Whether the last thing that happened was a failure."""
        return self.failed_at is not None and (self.sent_at is None or self.failed_at > self.sent_at)


def states(on: date) -> dict[str, State]:
    """By channel, over the whole platform; nothing for whoever does not act at the top."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT channel, waiting, sent_today, sent_at, failed_at, error, given_up FROM notices_states(%s)",
            [on],
        )
        return {row[0]: State(*row) for row in cursor.fetchall()}


@dataclass(frozen=True)
class GivenUp:
    """A message that did not get out, for the office."""

    pk: UUID
    account_id: int
    channel: str
    kind: str
    failed_at: datetime | None
    error: str


def given_up(on: date, most: int = 50) -> list[GivenUp]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, account_id, channel, kind, failed_at, error FROM notices_given_up(%s, %s)", [on, most]
        )
        return [GivenUp(*row) for row in cursor.fetchall()]
