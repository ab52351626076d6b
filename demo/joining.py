"""A poster of 盘湾镇 and who has applied by it: most are clear, two share a telephone."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.places import GRIDS, PANWAN
from gonghui.kernel.identifiers.resident_id import make
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from gonghui.work.joining.actions import make_code, take_in
from gonghui.work.joining.models import Submission
from gonghui.work.joining.selectors import receipt_index

FIRST_MOBILE = 19_900_910_001
APPLICANTS = (  # name, kind of work, where, the telephone of which of them
    ("邵小军", "courier", "盘湾镇快递分拨点", 0),
    ("丁美娟", "rider", "盘湾镇各平台", 1),
    ("季海波", "truck", "盘湾镇物流园", 2),
    ("卞秀兰", "home", "盘湾镇家政服务站", 3),
    ("嵇春生", "truck", "盘湾镇物流园", 4),
    ("嵇春明", "truck", "盘湾镇物流园", 4),
)


def open_joining(root: Actor, today: date) -> None:
    set_reach(root)
    unit = Unit.objects.get(code=PANWAN)
    before = today - timedelta(days=1)  # whatever the hour is now, it has been handed in
    code = make_code(actor=root, unit=unit, kind="station", label="盘湾镇农贸市场驿站", today=before)
    grid = Unit.objects.get(code=GRIDS[0])
    make_code(actor=root, unit=unit, kind="site", label="湖滨花园工地", today=before, grid=grid)
    at = timezone.make_aware(datetime.combine(before, time(9)))
    for n, (name, group, workplace, telephone) in enumerate(APPLICANTS):
        content = {
            "name": name, "id_type": "1", "id_number": make("999009", date(1986 + n, 3, 8), 910 + n),
            "mobile": str(FIRST_MOBILE + telephone), "workplace": workplace, "groups": [group], "is_migrant": True,
            "way": "qr", "code": str(code.pk),
            "consents": [{"purpose": "rules", "version": "2026-11", "at": at.isoformat(), "channel": "hall"}],
        }  # fmt: skip
        one = Submission(kind="join", receipt=receipt_index("DEMAND" + "ABCDEF"[n] * 14), at=at)
        one.content = json.dumps(content)
        one.save(force_insert=True)
        take_in(one.pk, actor=root, now=at)
