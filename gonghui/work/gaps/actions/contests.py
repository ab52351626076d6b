"""异议: a fact that is contested, and what another person decides; every step on the gap's own history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.steps import MoveRefused, locked, note
from gonghui.kernel.process.uploads import keep_upload
from gonghui.kernel.reach.actor import Actor
from gonghui.work.gaps.models import Contest
from gonghui.work.gaps.process import GAP
from gonghui.work.gaps.rules import contestable
from gonghui.work.gaps.selectors import facts_of

RAISED = verb("gaps.contest", "对缺口提出异议", "number", "sign")
DECIDED = verb("gaps.contest_decided", "认定异议", "number", "sign", "upheld")
MAY, DECIDES = "gaps.contest", "gaps.clear"


@transaction.atomic
def contest(*, actor: Actor, item: WorkItem, sign: str, reason: str, upload: Any, now: datetime) -> Contest:
    """提出异议: the union itself or who is responsible for it says that one of the facts is not so."""
    item = locked(item.pk, actor)
    if not actor.may(MAY) or item.closed_on or not contestable(item.rule):
        raise MoveRefused("这件事现在不能提出异议")
    if sign not in facts_of(item):
        raise MoveRefused("这一项已经不在提示里，请看最新的情况")
    made = Contest(
        item=item, sign=sign, fact=str(item.facts[sign])[:400], reason=reason.strip(), account_id=actor.account_id,
        actor_name=actor.name[:60], unit_name=actor.unit_name[:120], at=now,
    )  # fmt: skip
    if upload:
        made.proof = _shown_by(item, upload, actor, now)
    _keep(made)
    journal(actor, RAISED, made, unit_id=item.unit_id, number=item.number, sign=sign)
    note(
        item, actor, now, move="contest", label=f"对“{sign}”提出异议", source=item.stage_key, text=made.reason
    )
    return made


def _shown_by(item: WorkItem, upload: Any, actor: Actor, now: datetime) -> Proof:
    kind = GAP.by_evidence["contest"]
    file, today = keep_upload(item, kind, upload, actor=actor), day_of(now)
    return Proof.objects.create(
        item=item, kind=kind.key, on=today, file=file, account_id=actor.account_id, added_on=today
    )


@transaction.atomic
def decide_contest(*, actor: Actor, contest: Contest, upheld: bool, answer: str, now: datetime) -> Contest:
    """认定: by somebody else, who clears gaps. Upheld, the fact does not count again until it changes."""
    item = locked(contest.item_id, actor)
    found = Contest.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=contest.pk).first()
    if found is None or not actor.may(DECIDES):
        raise MoveRefused("您现在的身份不能认定异议")
    if found.upheld is not None:
        raise MoveRefused("这条异议已经有人认定，请刷新再看")
    if found.account_id == actor.account_id:
        raise MoveRefused("异议是您提出的，要由另一个人认定，以免自己核自己")
    found.upheld, found.answer = upheld, answer.strip()
    found.decided_by, found.decided_name, found.decided_at = actor.account_id, actor.name[:60], now
    _keep(found)
    journal(
        actor, DECIDED, found, unit_id=item.unit_id, number=item.number, sign=found.sign, upheld=upheld
    )  # fmt: skip
    label = f"“{found.sign}”的异议{'成立' if upheld else '不成立'}"
    note(item, actor, now, move="contest_decided", label=label, source=item.stage_key, text=found.answer)
    return found


def _keep(made: Contest) -> None:
    try:
        made.full_clean(exclude=["item", "proof"])
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    made.save()
