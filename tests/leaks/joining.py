"""Posters and applications in the county of canaries."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.work.joining.actions import keep_destination, make_code, take_in
from gonghui.work.joining.models import Application, Submission
from gonghui.work.joining.selectors import receipt_index
from tests.people import mobile, number
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

KEYS = ("east", "west", "mill", "mine")
DAY = date(2026, 9, 1)
FIRST = 9_700  # these people are nobody else's


def applied(scene: Scene) -> None:
    set_reach(ROOT)
    for n, key in enumerate(KEYS):
        holding = scene.of[key]
        holding.code = make_code(
            actor=ROOT, unit=holding.unit, kind="station", label=f"{holding.tag}驿站", today=DAY
        )
        scene.sing(f"{holding.tag}驿站", key, "joining journal")
        content = {
            "name": f"{holding.tag}骑手", "id_type": "1", "id_number": number(FIRST + n), "mobile": mobile(FIRST + n),
            "workplace": f"{holding.tag}站点", "groups": ["courier"], "is_migrant": False, "way": "qr",
            "consents": [{"purpose": "rules"}], "code": str(holding.code.pk),
        }  # fmt: skip
        one = Submission(kind="join", receipt=receipt_index(f"{key}receipt"), at=clock.now())
        one.content = json.dumps(content)
        one.save(force_insert=True)
        item = take_in(one.pk, actor=ROOT, now=clock.now())
        assert item, Submission.objects.get(pk=one.pk).fault
        holding.application = Application.objects.get(pk=item.pk)
        holding.others.append(item)
        scene.sing(str(item.pk), key, "joining journal")
        scene.sing(f"{holding.tag}骑手", key, "joining journal")
        scene.sing(f"{holding.tag}站点", key, "joining")
    for town in ("east", "west"):
        holding = scene.of[town]
        union = scene.units["mill" if town == "east" else "mine"]
        holding.way = keep_destination(
            actor=ROOT, unit=holding.unit, group="guard", union=union, reason="last"
        )
