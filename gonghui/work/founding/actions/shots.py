"""Papers photographed at the employer: kept with it, and evidence of its founding as soon as there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.proofs import bring_proof
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.registers.employers.actions import when_met
from gonghui.registers.employers.models import Employer
from gonghui.work.founding import rules
from gonghui.work.founding.models import Founding, Shot
from gonghui.work.founding.process import FOUNDING
from gonghui.work.founding.selectors import running

TAKE = verb("founding.shot", "拍建会材料", "paper", "photos")
BY_PHONE = "手机上拍的"
NO_PAPER = "请选是哪一份材料，再拍一张"


@transaction.atomic
def take(
    *, actor: Actor, about: UUID, kind: str, files: Sequence[UUID], taken_on: date, now: datetime
) -> WorkItem | None:
    """One paper of a founding, a photo for each of its pages. Taken again, it takes the place of what the same person
    took before. Returns the founding that has it now, if there is one. ``ValidationError`` says what is to be mended.
    """
    known = set(StoredFile.objects.visible_to(actor).filter(pk__in=files).values_list("pk", flat=True))
    kept = [pk for pk in files if pk in known]
    if kind not in {key for key, _, _ in rules.SHOTS} or not kept:
        raise ValidationError(NO_PAPER)
    employer = Employer.objects.visible_to(actor).filter(pk=about).first()
    before = Shot.objects.visible_to(actor).filter(account_id=actor.account_id, kind=kind, replaced=False)
    _replaced(list(before.filter(employer=employer) if employer else before.filter(about=about)))
    for pk in kept:
        Shot.objects.create(
            about=about,
            employer=employer,
            kind=kind,
            file_id=pk,
            account_id=actor.account_id,
            taken_on=taken_on,
        )
    place = employer.unit_id if employer else actor.unit_id
    journal(actor, TAKE, employer or "founding.shot", unit_id=place, paper=kind, photos=len(kept))
    return attach(employer, actor, now) if employer else None


def _replaced(before: list[Shot]) -> None:
    """Of a founding that has ended the evidence stays as it is."""
    Shot.objects.filter(pk__in=[one.pk for one in before]).update(replaced=True)
    proofs = Proof.objects.filter(pk__in=[one.proof_id for one in before if one.proof_id])
    proofs.filter(item__closed_on=None).update(dropped=True)


def attach(employer: Employer, actor: Actor, now: datetime) -> WorkItem | None:
    """Give the founding under way what was photographed for it; each photo once."""
    item = running(employer.pk).visible_to(actor).first()
    if item is None:
        return None
    waiting = Shot.objects.visible_to(actor).filter(employer=employer, proof=None, replaced=False)
    for one in waiting.order_by("pk"):
        note = f"{BY_PHONE}，{one.taken_on:%Y-%m-%d}"
        one.proof = bring_proof(item, actor=actor, now=now, kind=one.kind, file_id=one.file_id, note=note)
        one.save(update_fields=["proof"])
    return item


@consequence(FOUNDING, "open")
def bring_along(record: Founding, actor: Actor, now: datetime, **_: Any) -> None:
    """What was photographed before anybody began the founding is with it from the first day."""
    attach(record.employer, actor, now)


@when_met
def known_now(key: UUID, employer: Employer, actor: Actor, now: datetime) -> None:
    """Who was photographed is in the register now. Whoever enters it does not see what others took: the program does."""
    with acting(system(BY_PHONE)):
        Shot.objects.filter(about=key, employer=None).update(employer=employer)
    set_reach(actor)
    attach(employer, actor, now)
