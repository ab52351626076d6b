"""Arranging a visit and telling what came of it: on the gap's own history, and in the journal."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused, locked, note
from gonghui.kernel.reach.actor import Actor
from gonghui.work.gaps import rules
from gonghui.work.gaps.models import Gap, Visit
from gonghui.work.gaps.process import GAP
from gonghui.work.gaps.selectors.visits import Stop

ARRANGE = verb("gaps.visit_planned", "定上门时间", "number", "planned_on")
VISITED = verb("gaps.visited", "记上门走访", "number", "done_on", "result", "given")
ABOVE = "gaps.clear"  # who may arrange for those below: the right of the offices that clear


@transaction.atomic
def arrange(
    *, actor: Actor, item: WorkItem, planned_on: date, visitors: str, bring: str, now: datetime
) -> Visit:
    """定上门时间; the visit that is still to be made gets another day."""
    item, gap = _mending(item, actor)
    if fault := rules.plan_faults(planned_on, day_of(now)):
        raise MoveRefused(fault)
    visit = Visit.objects.visible_to(actor).filter(item=item, done_on=None).first() or Visit(item=item)
    before = visit.planned_on
    visit.planned_on, visit.visitors = planned_on, visitors.strip()
    visit.bring = bring.strip() or rules.BRING.get(gap.letter, "")
    _keep(visit)
    journal(
        actor, ARRANGE, visit, unit_id=item.unit_id, number=item.number, planned_on=planned_on.isoformat()
    )
    said = f"{visit.visitors}；带{visit.bring}" if visit.bring else visit.visitors
    label = f"改到 {planned_on:%Y-%m-%d} 上门" if before else f"定于 {planned_on:%Y-%m-%d} 上门"
    note(item, actor, now, move="visit_planned", label=label, source=item.stage_key, text=said)
    return visit


@transaction.atomic
def arrange_all(*, actor: Actor, stops: list[Stop], visitors: str, now: datetime) -> int:
    """The days that are proposed become days that are arranged; what has a day, or is held elsewhere, stays."""
    wanted = [one for one in stops if one.visit is None and one.proposed and may_visit(one.item, actor)]
    for one in wanted:
        assert one.proposed is not None
        arrange(
            actor=actor, item=one.item, planned_on=one.proposed, visitors=visitors, bring=one.bring, now=now
        )
    return len(wanted)


@transaction.atomic
def visited(
    *, actor: Actor, item: WorkItem, done_on: date, visitors: str, given: bool, result: str, words: str, now: datetime
) -> Visit:  # fmt: skip
    """记走访: of the visit that was arranged, or of one that was not."""
    item, _ = _mending(item, actor)
    if fault := rules.visit_faults(done_on, day_of(now)):
        raise MoveRefused(fault)
    visit = Visit.objects.visible_to(actor).filter(item=item, done_on=None).first() or Visit(item=item)
    visit.done_on, visit.visitors = done_on, visitors.strip() or visit.visitors
    visit.given, visit.result, visit.words = given, result, words.strip()
    _keep(visit)
    journal(
        actor, VISITED, visit, unit_id=item.unit_id, number=item.number, done_on=done_on.isoformat(), result=result, given=given
    )  # fmt: skip
    told = [dict(rules.RESULTS)[result], *(["文书已当面交给对方"] if given else []), visit.words]
    text = "；".join(one for one in told if one)[:1000]
    note(
        item,
        actor,
        now,
        move="visited",
        label=f"{done_on:%Y-%m-%d} 上门走访",
        source=item.stage_key,
        text=text,
    )
    return visit


def may_visit(item: WorkItem, actor: Actor) -> bool:
    """Who answers for the gap, or an office above that could clear it."""
    return item.stage_key == "mending" and (item.held_by(actor) or actor.may(ABOVE))


def _mending(item: WorkItem, actor: Actor) -> tuple[WorkItem, Gap]:
    found = locked(item.pk, actor)
    if found.process_key != GAP.key or found.closed_on or found.stage_key != "mending":
        raise MoveRefused("这件事已经不在整改，不用再上门")
    if not may_visit(found, actor):
        raise MoveRefused(f"这件事现在由{found.holder_name or found.holder_label}办理，您可以看，不能办")
    return found, Gap.objects.get(pk=found.pk)


def _keep(visit: Visit) -> None:
    try:
        visit.full_clean(exclude=["item"])
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    visit.save()
