"""Who was met turns out to be somebody the register knows, or is entered there now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import enter, met
from gonghui.registers.employers.models import Employer
from gonghui.work.survey.actions.answering import picture_anew
from gonghui.work.survey.actions.rounds import known_of
from gonghui.work.survey.models import Answer, Listed, Subject, Worker

LINK = verb("survey.link", "认定就是台账上的单位", "employer", "answers")


@transaction.atomic
def link(*, actor: Actor, subject: Subject, employer: Employer, now: datetime) -> Subject:
    """``subject`` is ``employer``. Where that has been visited under its own name, it takes over all answers, list
    rows and people; what they say differently becomes a to-do. Returns the subject that stays.
    """
    rows = Subject.objects.visible_to(actor).select_for_update(of=("self",)).filter(into=None)
    found, own = rows.filter(pk=subject.pk).first(), rows.filter(employer=employer).first()
    if found is None or (found.employer_id and found.employer_id != employer.pk):
        raise ValidationError("这一家已经认定过了，请看最新的情况")
    if own is None or own.pk == found.pk:
        found.employer, found.credit_code = employer, employer.credit_code or found.credit_code
        found.unit_id, found.grid_id, found.line_id = employer.unit_id, employer.grid_id, employer.line_id
        found.known = known_of(employer) | found.known
        if "register" not in found.sources:
            found.sources = ["register", *found.sources]
        own = found
    else:
        _handed_over(found, own, actor, now)
    picture_anew(own, actor, now)
    record(actor, LINK, own, unit_id=own.unit_id, employer=str(employer.pk), answers=own.version)
    met(subject.pk, employer, actor, now)
    return own


def _handed_over(found: Subject, own: Subject, actor: Actor, now: datetime) -> None:
    """All that is about ``found`` is about ``own`` from now on; who answered there knew nothing of what was said here."""
    Answer.objects.filter(subject=found).update(subject=own, number=F("number") + own.version, base=0)
    Worker.objects.filter(subject=found).update(subject=own)
    there = list(Listed.objects.filter(subject=own).values_list("source", "name"))
    for one in Listed.objects.filter(subject=found):
        if (one.source, one.name) not in there:
            one.subject = own
            one.save(update_fields=["subject"])
    own.sources = [*own.sources, *(one for one in found.sources if one not in own.sources)]
    own.known = found.known | own.known
    found.into = own
    picture_anew(found, actor, now)


@transaction.atomic
def register_employer(*, actor: Actor, subject: Subject, unit: Unit, now: datetime, **more: Any) -> Employer:
    """登记为用人单位: what was found on the spot goes into the register, nothing is typed again."""
    found = Subject.objects.visible_to(actor).filter(pk=subject.pk, into=None, employer=None).first()
    if found is None or found.kind != "employer":
        raise ValidationError("这一家已经在台账上，或不是用人单位")
    workers = found.facts.get("workers") or 0
    given: dict[str, Any] = {
        "name": found.name, "credit_code": found.credit_code or None, "workers": workers,
        "migrant_workers": min(found.facts.get("migrant_workers") or 0, workers),
        "address": found.facts.get("address") or "", "grid_id": found.grid_id, "line_id": found.line_id,
    }  # fmt: skip
    employer = enter(actor=actor, unit=unit, **given | more)
    link(actor=actor, subject=found, employer=employer, now=now)
    return employer
