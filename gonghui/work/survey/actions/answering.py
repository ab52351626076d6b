"""Taking in what was found on the spot: every answer is kept, the picture is made anew, differences become a to-do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.ids import new_id
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.journal.answering import answering
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.triggered import come_from_outside, open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.survey import rules
from gonghui.work.survey.actions.people import named, note_workers
from gonghui.work.survey.models import Answer, Round, Subject
from gonghui.work.survey.process import DIFFERS, RULE
from gonghui.work.survey.selectors import contested_of, home_of, place_name

ANSWER = verb("survey.answer", "摸排登记", "round", "version", "outcome", "contested")
SETTLE = verb("survey.settle", "核对摸排情况", "field", "version")
NO_NAME = "（没有写名称）"
BEYOND = "没有找到这家，或它不在您的管辖内"


@transaction.atomic
def answer(
    *, actor: Actor, now: datetime, pk: UUID, subject_id: UUID | None, content: dict[str, Any], made_at: datetime,
    base: int = 0, round_id: UUID | None = None, files: Sequence[UUID] = (),
) -> Answer:  # fmt: skip
    """One visit. ``pk`` is made by who sends it, so sending it twice is sending it once. ``subject_id`` None, or one
    nobody knows: somebody new. ``base``: how many answers about the subject the sender had seen.
    ``content``: round, name, kind, facts, met_on, outcome. ``ValidationError`` says what is to be mended.
    """
    if (
        known := Answer.objects.visible_to(actor).filter(pk=pk).select_related("subject").first()
    ) is not None:
        return known
    content = readable(content)
    round_ = Round.objects.visible_to(actor).filter(pk=round_id).first() if round_id else None
    found, base = _subject(actor, subject_id or pk, content, round_, base, day_of(now))
    asked = round_.asked(found.kind) if round_ else rules.questions(found.kind)
    taken_along = sum(one.key in found.facts for one in asked)
    given = content.get("facts") or {}
    outcome = str(content.get("outcome") or "met")
    if outcome not in dict(rules.OUTCOMES) or not isinstance(given, dict):
        raise ValidationError("这条记录读不出来，请重新填写")
    facts = _facts(given, asked, str(content.get("name") or ""), outcome)
    people = named(given.get("people"), day_of(now))
    made = Answer(
        id=pk, subject=found, round=round_, number=found.version + 1, base=min(max(base, 0), found.version),
        account_id=actor.account_id, actor_name=actor.name, made_at=made_at, received_at=now, outcome=outcome,
        met_on=_met_on(content, made_at, day_of(now)), facts=facts, files=list(files),
    )  # fmt: skip
    made.whole = json.dumps(given, ensure_ascii=False, default=str)
    made.save(force_insert=True)
    note_workers(made, people)
    picture_anew(found, actor, now)
    with answering(actor, len(asked), taken_along):
        record(
            actor, ANSWER, found, unit_id=found.unit_id, round=str(round_.pk) if round_ else "", version=found.version,
            outcome=outcome, contested=found.contested,
        )  # fmt: skip
    return made


def readable(given: Any) -> Any:
    """The same without the characters no text in the database can have."""
    if isinstance(given, str):
        return given.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(given, list):
        return [readable(one) for one in given]
    if isinstance(given, dict):
        return {readable(key): readable(value) for key, value in given.items()}
    return given


def _facts(given: dict[str, Any], asked: Sequence[rules.Question], name: str, outcome: str) -> dict[str, Any]:
    try:
        facts = rules.cleaned(given, asked)
    except ValueError as fault:
        raise ValidationError(str(fault)) from fault
    if called := " ".join(name.replace("\x00", "").split()):
        if len(called) > 120:
            raise ValidationError("名称最多 120 个字")
        facts["name"] = called
    if outcome != "absent":
        facts[rules.STATE] = outcome
    return facts


def _met_on(content: dict[str, Any], made_at: datetime, today: date) -> date:
    text = str(content.get("met_on") or "")
    try:
        on = date.fromisoformat(text) if text else day_of(made_at)
    except ValueError:
        raise ValidationError("走访日期读不出来，请填成 2026-03-05 这样") from None
    if on > today:
        raise ValidationError(f"走访日期 {on:%Y-%m-%d} 还没到")
    return on


def _subject(
    actor: Actor, pk: UUID, content: dict[str, Any], round_: Round | None, base: int, today: date
) -> tuple[Subject, int]:
    """The subject, for this transaction alone, and the base that counts for it; who was found to be another is that
    other, of which the sender had seen nothing.
    """
    rows = Subject.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.filter(pk=pk).first()
    while found is not None and found.into_id:
        found, base = rows.filter(pk=found.into_id).first(), 0
        if found is None:
            raise ValidationError(BEYOND)
    return (found, base) if found else (_met_first(actor, pk, content, round_, today), 0)


def _met_first(actor: Actor, pk: UUID, content: dict[str, Any], round_: Round | None, today: date) -> Subject:
    kind = str(content.get("kind") or "") or (round_.subjects if round_ else "") or "employer"
    unit, grid, line = home_of(actor)
    if kind not in rules.BY_KIND or not unit:
        raise ValidationError("这条记录读不出来，请重新填写")
    made = Subject(
        id=pk,
        kind=kind,
        unit_id=unit,
        grid_id=grid,
        line_id=line,
        name=NO_NAME,
        sources=["field"],
        since=today,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody has just brought the same back, or it lies out of reach
        there = (
            Subject.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=pk, into=None).first()
        )
        if there is None:
            raise ValidationError(BEYOND) from None
        return there
    made.refresh_from_db()
    return made


def picture_anew(found: Subject, actor: Actor, now: datetime) -> None:
    """What all answers about the subject make of it; open or close the to-do about their differences."""
    said = list(Answer.objects.filter(subject=found).order_by("number"))
    picture = rules.merged(found.known, [one.said() for one in said])
    facts = dict(picture.facts)
    found.name = facts.pop("name", found.name)
    found.state = facts.pop(rules.STATE, "")
    found.facts, found.contested = facts, sorted(picture.contested)
    found.workers, found.version = facts.get("workers") or 0, len(said)
    found.seen_on = max((one.met_on for one in said if one.met_on and one.outcome != "absent"), default=None)
    if said and "field" not in found.sources:
        found.sources = [*found.sources, "field"]
    found.tokens = search_tokens(found.name)
    found.save()
    _told(found, actor, now)


def _told(found: Subject, actor: Actor, now: datetime) -> None:
    subject = f"subject:{found.pk}"
    if found.contested:
        asked = rules.questions(found.kind)
        labels = [rules.label_of(key, asked) for key in found.contested]
        open_by_rule(
            DIFFERS, rule=RULE, subject=subject, title=f"{found.name}：两次摸到的不一样", unit=place_of(found),
            facts={"fields": labels, "version": found.version}, actor=actor, now=now, grid_id=found.grid_id,
            line_id=found.line_id,
        )  # fmt: skip
        return
    item = WorkItem.objects.filter(process_key=DIFFERS.key, rule_subject=subject, closed_on=None).first()
    if item is not None:
        come_from_outside(item.pk, "settled", actor=actor, now=now)


def place_of(found: Subject) -> Unit:
    """The unit the subject lies in, for who reaches the subject and not the unit: its path and name only."""
    row = Subject.objects.filter(pk=found.pk).annotate(place_name=place_name("unit_id"))
    path, name = row.values_list("path", "place_name").get()
    return Unit(pk=found.unit_id, name=name, path=path)


@transaction.atomic
def settle(*, actor: Actor, subject: Subject, field: str, chosen: str, now: datetime) -> Subject:
    """Of the values that stand beside each other, that of the answer ``chosen`` is right. The others stay readable."""
    found: Subject = Subject.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=subject.pk)
    said = list(Answer.objects.filter(subject=found).order_by("number"))
    offered = contested_of(found, said).get(field, [])
    value = next((value for value, ids in offered if chosen in ids), None)
    if value is None:
        raise ValidationError("这一项已经有人核对过了，请看最新的情况")
    made = Answer(
        id=new_id(), subject=found, number=found.version + 1, base=found.version, account_id=actor.account_id,
        actor_name=actor.name, made_at=now, received_at=now, facts={field: value},
    )  # fmt: skip
    made.save(force_insert=True)
    picture_anew(found, actor, now)
    record(actor, SETTLE, found, unit_id=found.unit_id, field=field, version=found.version)
    return found
