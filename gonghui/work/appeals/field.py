"""联系网: what a phone knows of workers' requests, and what becomes of one that was written down there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from gonghui.kernel.clock import day_of
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.catalogue import REFUSED, TAKEN, Arrived, Settled, arrival, package
from gonghui.work.appeals import rules, selectors
from gonghui.work.appeals.actions import bring

NOT_YOURS = "您现在的身份不能记职工诉求，请换到网格联络员或建会指导员的身份再传；急事请打 12351"


@package("appeals")
def take_along(actor: Actor, today: date) -> dict[str, Any]:
    """The kinds there are, the number to call, and how stands what this person has brought."""
    if not actor.may("appeals.write"):
        return {}
    return {
        "kinds": [list(one) for one in rules.KINDS],
        "hotline": rules.HOTLINE,
        "mine": selectors.progress(actor),
    }


@arrival("appeals.told", "职工诉求")
def brought_back(actor: Actor, arrived: Arrived, now: datetime) -> Settled:
    """One request, as it was written down."""
    if not actor.may("appeals.write"):
        return Settled(REFUSED, NOT_YOURS)
    try:
        item = bring(
            actor=actor, content=arrived.content, made_on=day_of(arrived.made_at), now=now, files=arrived.files
        )  # fmt: skip
    except ValidationError as refusal:
        return Settled(REFUSED, "；".join(refusal.messages))
    except MoveRefused as refusal:
        return Settled(REFUSED, str(refusal))
    return Settled(
        TAKEN, f"已上传，编号 {item.number}，由{item.holder_label}办，{item.due_on} 前答复", str(item.pk), 1
    )
