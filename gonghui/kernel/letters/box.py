"""Putting a letter in, and taking it in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_tasks import task

from gonghui.kernel import clock
from gonghui.kernel.identifiers.receipts import draw, plain
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.letters.catalogue import HIMSELF, TAKERS, Put
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.secrets.fields import index_of_typed

TAKEN = verb("letters.take_in", "收进本人来件", "kind")


@dataclass(frozen=True)
class Own:
    """A letter of whoever is signed in that is not taken in yet, or could not be: ``fault`` says why."""

    id: UUID
    kind: str
    at: datetime
    fault: str


@transaction.atomic
def put_in(*, subject: UUID, kind: str, content: dict[str, Any], now: datetime) -> Letter:
    """What the signed-in person asks for. The database refuses one about anybody else."""
    return _kept(Letter(subject_id=subject, kind=kind, at=now), content)


@transaction.atomic
def hand_in(*, kind: str, content: dict[str, Any], now: datetime) -> str:
    """What a guest hands in; returns the receipt, which is shown to them once and kept nowhere."""
    receipt = draw()
    _kept(Letter(receipt=index_of_receipt(receipt), kind=kind, at=now), content)
    return receipt


def index_of_receipt(receipt: str) -> bytes:
    return index_of_typed(plain(receipt), "letters.receipt")


def _kept(made: Letter, content: dict[str, Any]) -> Letter:
    if made.kind not in TAKERS:
        raise ValueError(f"nobody takes in {made.kind}")
    made.content = json.dumps(content, ensure_ascii=False)
    made.save(force_insert=True)
    take_one.enqueue(str(made.pk))
    return made


@task()
def take_one(pk: str) -> None:
    with acting(system(HIMSELF)) as actor:
        take_in(UUID(pk), actor=actor, now=clock.now())


@transaction.atomic
def take_in(pk: UUID, *, actor: Actor, now: datetime) -> Letter | None:
    """Take one letter in, once; what cannot be taken in stays with the reason. ``actor``: the program."""
    one = Letter.objects.select_for_update().filter(pk=pk, taken_at=None).first()
    if one is None:
        return None
    receipt = bytes(one.receipt) if one.receipt else None
    put = Put(one.pk, one.subject_id, receipt, json.loads(one.content.reveal()), one.at)
    try:
        with transaction.atomic():
            TAKERS[one.kind][1](put, actor, now)
    except (MoveRefused, ValidationError) as refusal:
        one.fault = (str(refusal) if isinstance(refusal, MoveRefused) else "；".join(refusal.messages))[:300]
    one.taken_at, one.content = now, None
    one.save()
    journal(actor, TAKEN, one, unit_id=None, kind=one.kind)
    return one


def own_letters(*kinds: str) -> list[Own]:
    """What was put in and is not taken in yet, or could not be, the newest first. Takes no person: the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, at, fault FROM letters_own(%s)", [list(kinds)])
        return [Own(*row) for row in cursor.fetchall()]


def by_receipt(receipt: str) -> Own | None:
    """A guest's letter that is not taken in yet, or could not be; None when there is no such one any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, at, fault FROM letters_by(%s)", [index_of_receipt(receipt)])
        row = cursor.fetchone()
        return Own(*row) if row else None
