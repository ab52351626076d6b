"""Papers and pictures that show something happened: taken in, checked for their date, withdrawn with a reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.steps import MoveRefused, follow, held
from gonghui.kernel.reach.actor import Actor


@transaction.atomic
def add_proof(
    item_id: UUID, *, actor: Actor, now: datetime, kind: str, on: date, file: StoredFile | None = None,
    number: str = "", note: str = "",
) -> Proof:  # fmt: skip
    """Add evidence of ``kind`` that something happened on ``on``: not in the future, not before the matter began."""
    item = held(item_id, actor)
    known = item.process.by_evidence.get(kind)
    today = day_of(now)
    if known is None:
        raise MoveRefused("这件事不需要这种凭证")
    if on > today:
        raise MoveRefused(f"{known.label}上的日期 {on:%Y-%m-%d} 还没到，请核对")
    if on < item.opened_on:
        raise MoveRefused(
            f"{known.label}上的日期 {on:%Y-%m-%d} 早于这件事开始的 {item.opened_on:%Y-%m-%d}，不能倒签"
        )
    if file is None and not number and not note:
        raise MoveRefused(f"请上传{known.label}，或写明文号")
    proof = Proof.objects.create(
        item=item, kind=kind, on=on, file=file, number=number, note=note, account_id=actor.account_id,
        added_on=today,
    )  # fmt: skip
    follow(item, f"proof:{kind}", actor, now, {"proof": proof})
    return proof


def bring_proof(
    item: WorkItem, *, actor: Actor, now: datetime, kind: str, file_id: UUID, note: str = ""
) -> Proof:
    """What whoever opened the matter, or met its people, had in hand: given with it, whoever answers for it now."""
    if kind not in item.process.by_evidence:
        raise MoveRefused("这件事不需要这种凭证")
    today = day_of(now)
    return Proof.objects.create(
        item=item,
        kind=kind,
        on=today,
        file_id=file_id,
        note=note,
        account_id=actor.account_id,
        added_on=today,
    )


@transaction.atomic
def drop_proof(proof: Proof, *, actor: Actor) -> None:
    """作废: it was the wrong paper; kept, no longer counted."""
    if proof.account_id != actor.account_id:
        raise MoveRefused("只能作废自己提供的凭证")
    proof.dropped = True
    proof.save(update_fields=["dropped"])
