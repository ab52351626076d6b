"""Tells the database, for the rest of this transaction, who asks and how far they reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from gonghui.kernel.reach.actor import NOBODY, Actor, system

SET = """SELECT set_config('app.person', %s, true), set_config('app.tree', %s, true),
                set_config('app.lo', %s, true), set_config('app.hi', %s, true),
                set_config('app.post', %s, true), set_config('app.sign_in', '', true),
                set_config('app.subject', '', true)"""


def set_reach(actor: Actor, using: str = "default") -> None:
    """Hand the actor's reach to the row policies; forgotten by the database when the transaction ends."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("a reach belongs to a transaction: open one first")
    with connection.cursor() as cursor:
        cursor.execute(SET, [str(actor.account_id or ""), actor.tree, actor.lo, actor.hi, str(actor.post_id)])


def open_for_sign_in() -> None:
    """For the rest of this transaction accounts may be looked up by whoever is not signed in yet.

    Called by the middleware for the addresses of the sign-in alone; any later ``set_reach`` takes it back.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.sign_in', 'on', true)")


def set_subject(pk: UUID) -> None:
    """For the rest of this transaction the functions about "one's own" answer with this person's rows.

    Called by the middleware for whoever signed in to see what is kept about them; any later ``set_reach`` takes it
    back, so that nobody is an office and a subject at once.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.subject', %s, true)", [str(pk)])


SETTINGS = ("person", "tree", "lo", "hi", "post", "sign_in", "subject")


@contextmanager
def as_the_program(name: str, using: str = "default") -> Iterator[Actor]:
    """Inside somebody's transaction, a stretch in which the program itself acts; then the asker is back.

    For what is kept for everybody and changes no record; nothing that is read in it may go to the asker.
    """
    actor = system(name)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('app.{one}', true)" for one in SETTINGS))
        before = cursor.fetchone()
        set_reach(actor, using)
        try:
            yield actor
        except BaseException:
            with suppress(DatabaseError):  # a transaction that failed ends, and its settings with it
                _back(cursor, before)
            raise
        _back(cursor, before)


def _back(cursor: Any, before: Sequence[str | None]) -> None:
    words = ", ".join(f"set_config('app.{one}', %s, true)" for one in SETTINGS)
    cursor.execute(f"SELECT {words}", [one or "" for one in before])


@contextmanager
def acting(actor: Actor, using: str = "default") -> Iterator[Actor]:
    """A transaction in which the database sees only what ``actor`` reaches."""
    with transaction.atomic(using=using):
        set_reach(actor, using)
        try:
            yield actor
        finally:
            if connections[using].in_atomic_block and not connections[using].needs_rollback:
                set_reach(NOBODY, using)
