"""Taking in what a phone sends: each record once, however often it is sent."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.catalogue import ARRIVALS, REFUSED, Arrived, Settled
from gonghui.kernel.sync.models import Arrival, Device, Photo
from gonghui.kernel.sync.rules import corrected

log = logging.getLogger(__name__)
RECEIVE = verb("sync.receive", "收下手机来件", "kind", "state", "about", "photos")
UNKNOWN = "平台还不认识这种记录。请在有网时重新打开一次联系网，再上传"
USED = "这条记录的编号已经用过，没有收下。请打开它重新保存一次"


class PhotoMissing(Exception):
    """A photo of the record is not here: the phone, which still has both, sends the photo again and then the record."""


@dataclass(frozen=True)
class Sent:
    """One record as the phone says it. ``photos``: ids made on the phone, of photos that came ahead. ``instead``: the
    refused record this one is a better version of.
    """

    id: UUID
    kind: str
    subject: str
    base_version: int
    content: dict[str, Any]
    photos: tuple[UUID, ...]
    made_at: datetime  # by the phone's clock
    instead: UUID | None = None


def receive_all(
    actor: Actor, device: Device, sent: Iterable[Sent], *, sent_at: datetime, now: datetime
) -> dict[UUID, Settled | None]:
    """What became of each; None where it has to be sent again. One that fails keeps none of the others back."""
    answers: dict[UUID, Settled | None] = {}
    for one in sent:
        try:
            answers[one.id] = receive(
                actor, device, one, made_at=corrected(one.made_at, sent_at, now), now=now
            )
        except PhotoMissing:
            answers[one.id] = None
        except Exception as fault:  # whatever it is, the phone still has the record
            log.error("arrival %s of kind %s failed: %s", one.id, one.kind, type(fault).__name__)
            answers[one.id] = None
    return answers


@transaction.atomic
def receive(actor: Actor, device: Device, sent: Sent, *, made_at: datetime, now: datetime) -> Settled:
    """Settle one record, or say again what became of it the first time."""
    row = Arrival(
        id=sent.id, device=device, account_id=actor.account_id, kind=sent.kind[:60], made_at=made_at,
        received_at=now, state=REFUSED,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _known(actor, sent.id)
    files = _files(actor, sent.photos)
    arrived = Arrived(sent.id, sent.kind, sent.subject, sent.base_version, sent.content, files, made_at)
    settled = _settled(actor, arrived, now)
    _write_down(actor, row, arrived, settled)
    if sent.instead is not None:
        Arrival.objects.visible_to(actor).filter(pk=sent.instead, state=REFUSED).update(content=None)
    return settled


def _known(actor: Actor, pk: UUID) -> Settled:
    first = Arrival.objects.visible_to(actor).filter(pk=pk).first()
    return Settled(first.state, first.text, first.subject, first.version) if first else Settled(REFUSED, USED)


def _files(actor: Actor, photos: tuple[UUID, ...]) -> list[UUID]:
    """The stored files of the photos, in their order."""
    found = dict(Photo.objects.visible_to(actor).filter(pk__in=photos).values_list("pk", "file_id"))
    if found.keys() != set(photos):
        raise PhotoMissing
    return [found[one] for one in photos]


def _settled(actor: Actor, arrived: Arrived, now: datetime) -> Settled:
    """What the module that knows this kind makes of it; a refusal leaves nothing written."""
    if arrived.kind not in ARRIVALS:
        return Settled(REFUSED, UNKNOWN)
    with transaction.atomic():
        settled = ARRIVALS[arrived.kind][1](actor, arrived, now)
        if settled.state == REFUSED:
            transaction.set_rollback(True)
    return settled


def _write_down(actor: Actor, row: Arrival, arrived: Arrived, settled: Settled) -> None:
    row.state, row.text = settled.state, settled.text[:300]
    row.subject, row.version = settled.subject or arrived.subject, settled.version
    if settled.state == REFUSED:
        row.content = json.dumps(arrived.content, ensure_ascii=False)
    row.save()
    record(
        actor, RECEIVE, row, unit_id=actor.unit_id, kind=row.kind, state=row.state, about=row.subject,
        photos=len(arrived.files),
    )  # fmt: skip
