"""服务网: what becomes of what somebody says on their own phone."""

from __future__ import annotations

from datetime import datetime

from gonghui.kernel.letters.catalogue import Put, letter
from gonghui.kernel.reach.actor import Actor
from gonghui.work.appeals.actions import say

SAY = "appeals.say"


@letter(SAY, "投诉建议")
def said(put: Put, actor: Actor, now: datetime) -> None:
    say(content=put.content, subject=put.subject, receipt=put.receipt, actor=actor, now=now)
