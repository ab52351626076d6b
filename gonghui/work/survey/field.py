"""联系网: what a phone takes along for a round, and what becomes of what it brings back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, transaction

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.catalogue import CONFLICT, REFUSED, TAKEN, Arrived, Settled, arrival, package
from gonghui.work.survey import rules, selectors
from gonghui.work.survey.actions import answer
from gonghui.work.survey.models import Answer, Round, Subject

MOST = 5_000  # subjects a phone takes along; a grid has a few hundred
NOT_YOURS = "您现在的身份不能登记摸排情况，请换到网格联络员的身份再传"
BROKEN = "没存上：和别人刚办的冲突，或超出了您的管辖。记录还在手机上，请打开它核对后再存一次"


@package("survey")
def take_along(actor: Actor, today: date) -> dict[str, Any]:
    """The running rounds with their questions, and everybody to be looked for in the actor's own grid or line."""
    if not actor.may("survey.write"):
        return {"rounds": [], "subjects": []}
    rows = selectors.with_places(selectors.subjects(actor)).order_by("name", "pk")
    return {
        "rounds": [_round(one) for one in selectors.running(actor, today)],
        "subjects": [_subject(one) for one in rows[:MOST]],
    }


def _round(one: Round) -> dict[str, Any]:
    kinds = [one.subjects] if one.subjects else list(rules.BY_KIND)
    asked = {question.key: question for kind in kinds for question in one.asked(kind)}
    return {
        "id": str(one.pk), "label": one.label, "kind": one.kind, "since": one.since.isoformat(),
        "until": one.until.isoformat(), "questions": [question.shape() for question in asked.values()],
        "by_kind": {kind: [question.shape() for question in one.asked(kind)] for kind in kinds},
    }  # fmt: skip


def _subject(one: Subject) -> dict[str, Any]:
    seen = one.seen_on or one.since
    return {
        "id": str(one.pk), "version": one.version, "kind": one.kind, "name": one.name,
        "address": one.facts.get("address", ""), "town": getattr(one, "place_name", "") or "",
        "grid": getattr(one, "grid_name", "") or "", "line": getattr(one, "line_name", "") or "", "state": one.state,
        "facts": one.facts, "as_of": seen.isoformat(), "employer": str(one.employer_id or ""),
    }  # fmt: skip


@arrival("survey.answer", "摸排记录")
def brought_back(actor: Actor, arrived: Arrived, now: datetime) -> Settled:
    """One visit, as it was written down on the phone."""
    if not actor.may("survey.write"):
        return Settled(REFUSED, NOT_YOURS)
    try:
        with transaction.atomic():
            made = answer(
                actor=actor, now=now, pk=arrived.id, subject_id=_uuid(arrived.subject), content=arrived.content,
                base=arrived.base_version, made_at=arrived.made_at, files=arrived.files,
                round_id=_uuid(str(arrived.content.get("round") or "")),
            )  # fmt: skip
    except ValidationError as refusal:
        return Settled(REFUSED, "；".join(refusal.messages))
    except OperationalError:
        raise  # in one another's way: the phone sends it once more by itself
    except DatabaseError:
        return Settled(REFUSED, BROKEN)
    return _settled(made)


def _settled(made: Answer) -> Settled:
    found = made.subject
    mine = [key for key in found.contested if key in made.facts]
    key, version = str(found.pk), found.version
    if not mine:
        return Settled(TAKEN, f"{found.name}：已收到", key, version)
    labels = "、".join(rules.label_of(one, rules.questions(found.kind)) for one in mine)
    return Settled(
        CONFLICT, f"{found.name}：{labels}和别人摸到的不一样，两边的都留着，已列为待办", key, version
    )


def _uuid(text: str) -> UUID | None:
    """None for what is new; what no phone of ours would send is refused."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise ValidationError("这条记录读不出来，请重新填写") from None
