"""联系网: the papers of a founding, photographed at the employer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from gonghui.kernel.clock import day_of
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.catalogue import REFUSED, TAKEN, Arrived, Settled, arrival, package
from gonghui.work.founding import rules, selectors
from gonghui.work.founding.actions import take

NOT_YOURS = "您现在的身份不拍建会材料，请换到网格联络员或建会指导员的身份再传"
UNREADABLE = "这条记录读不出来，请删掉重新拍"


@package("founding")
def take_along(actor: Actor, today: date) -> dict[str, Any]:
    """The papers there are, which of whom have been photographed and when, and whose founding is under way."""
    if not actor.may("founding.shoot"):
        return {}
    return {
        "papers": [list(one) for one in rules.SHOTS], "done": selectors.photographed(actor), "cases": selectors.under_way(actor)
    }  # fmt: skip


@arrival("founding.shot", "建会材料照片")
def brought_back(actor: Actor, arrived: Arrived, now: datetime) -> Settled:
    """One paper, a photo for each page."""
    if not actor.may("founding.shoot"):
        return Settled(REFUSED, NOT_YOURS)
    kind, label = str(arrived.content.get("kind") or ""), dict((key, label) for key, label, _ in rules.SHOTS)
    try:
        about = UUID(str(arrived.content.get("about")))
        item = take(
            actor=actor, about=about, kind=kind, files=arrived.files, taken_on=min(day_of(arrived.made_at), day_of(now)), now=now
        )  # fmt: skip
    except ValidationError as refusal:
        return Settled(REFUSED, "；".join(refusal.messages))
    except ValueError:
        return Settled(REFUSED, UNREADABLE)
    except MoveRefused as refusal:
        return Settled(REFUSED, str(refusal))
    said = f"已放进建会事项 {item.number}" if item else "已存好，发起建会时自动带上"
    return Settled(TAKEN, f"{label[kind]}：{said}", str(about), 1)
