"""服务网: what becomes of what members ask about themselves."""

from __future__ import annotations

from datetime import datetime

from gonghui.kernel.letters.catalogue import Put, letter
from gonghui.kernel.reach.actor import Actor
from gonghui.work.own.actions import ask, take_back_consent, undo

ASK, UNDO, CONSENT = "own.ask", "own.undo", "own.consent"


@letter(ASK, "个人信息申请")
def asked(put: Put, actor: Actor, now: datetime) -> None:
    ask(put.own, put.content, actor, now)


@letter(UNDO, "撤回个人信息申请")
def undone(put: Put, actor: Actor, now: datetime) -> None:
    undo(put.own, put.content["item"], actor, now)


@letter(CONSENT, "撤回同意")
def taken_back(put: Put, actor: Actor, now: datetime) -> None:
    take_back_consent(put.own, put.content["purpose"], actor, now)
