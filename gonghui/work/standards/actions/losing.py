"""取消 of an award, and the appeal against it: it stands, or the award counts again from the day it was lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.reach.actor import Actor
from gonghui.work.standards.actions.titles import give_back_title, take_back_title
from gonghui.work.standards.models import Award, Loss, Scheme, Title
from gonghui.work.standards.process import LOSS
from gonghui.work.standards.rules import LABELS

LOSE = verb("standards.lose", "取消评定结果", "label", "stars")
RESTORE = verb("standards.restore", "恢复评定结果", "label", "stars", "lost_on")


@transaction.atomic
def lose(*, actor: Actor, award: Award, on: date, why: str, now: datetime) -> WorkItem:
    """取消: it does not count from that day on; what it counted before stays. The union is told, and can appeal."""
    locked = (
        Award.objects.visible_to(actor)
        .select_related("unit")
        .select_for_update(of=("self",))
        .get(pk=award.pk)
    )
    if locked.lost_on is not None:
        raise ValidationError("已经取消过")
    if len(why.strip()) < 2:
        raise ValidationError("请写取消的原因")
    locked.lost_on, locked.lost_why = on, why.strip()
    locked.full_clean(exclude=["path"])
    locked.save(update_fields=["lost_on", "lost_why"])
    label = _label(locked, actor)
    journal(actor, LOSE, locked, unit_id=locked.unit_id, label=label, stars=locked.stars)
    for title in _titles(locked, actor).filter(until=None):
        take_back_title(
            actor=actor, title=title, on=max(on, title.since + timedelta(days=1)), why=locked.lost_why
        )
    return open_item(
        LOSS, title=f"{locked.unit.name}：取消{label}", unit=locked.unit, actor=actor, now=now,
        record={"award": locked, "lost_on": on, "why": locked.lost_why},
    )  # fmt: skip


@consequence(LOSS, "granted")
def restored(record: Loss, actor: Actor, today: date, **_: Any) -> None:
    """申诉成立: as if it had never been lost; the matter keeps that it was, and for what."""
    locked = Award.objects.visible_to(actor).select_for_update().get(pk=record.award_id)
    for title in _titles(locked, actor).filter(why=locked.lost_why):
        give_back_title(actor=actor, title=title)
    locked.lost_on, locked.lost_why = None, ""
    locked.save(update_fields=["lost_on", "lost_why"])
    record.restored_on = today
    record.save(update_fields=["restored_on"])
    journal(
        actor, RESTORE, locked, unit_id=locked.unit_id, label=_label(locked, actor), stars=locked.stars,
        lost_on=record.lost_on.isoformat(),
    )  # fmt: skip


def _label(award: Award, actor: Actor) -> str:
    """As its version is called; of a version out of reach, as its kind is."""
    scheme = Scheme.objects.visible_to(actor).filter(pk=award.scheme_id).first()
    return scheme.label if scheme else LABELS[award.family]


def _titles(award: Award, actor: Actor) -> Any:
    """The title that came with it: of the same matter."""
    rows = Title.objects.visible_to(actor).filter(unit_id=award.unit_id, kind=award.family)
    return rows.filter(number=award.number) if award.number else rows.none()
