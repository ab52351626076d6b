"""What members ask about their own data, in the county of canaries; what they agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.actions import give_consents
from gonghui.work.own.process import CORRECTION
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

KEYS = ("mill", "mine")


def asked(scene: Scene) -> None:
    set_reach(ROOT)
    for key in KEYS:
        holding = scene.of[key]
        person = holding.members[0]
        reason = f"{holding.tag}想知道给谁看过"
        record = {"person_id": person.pk, "name": person.name, "kind": "explain", "reason": reason}
        item = open_item(
            CORRECTION, title=f"{holding.tag}：说明怎么处理的", unit=holding.unit, actor=ROOT, now=clock.now(), record=record
        )  # fmt: skip
        given = [{"purpose": "rules", "version": f"{holding.tag}版", "digest": "", "channel": "hall"}]
        give_consents(
            actor=ROOT, unit=holding.unit, id_index=bytes(person.id_index), given=given, at=clock.now()
        )
        holding.others.append(item)
        for text in (reason, str(item.pk)):
            scene.sing(text, key, "own journal" if text != reason else "own")
