"""Pairs of members that may be the same, in the county of canaries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gonghui.kernel.linkage.models import Pair
from gonghui.kernel.reach.session import set_reach
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

KEYS = ("mill", "mine", "quay")
AT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def planted(scene: Scene) -> None:
    """In each of a few unions the first two members look alike."""
    set_reach(ROOT)
    for key in KEYS:
        holding = scene.of[key]
        left, right = sorted(holding.members[:2], key=lambda one: one.pk)
        holding.pair = Pair.objects.create(
            kind="people", left_id=left.pk, right_id=right.pk, left_unit_id=left.unit_id, right_unit_id=right.unit_id,
            score=0.9, how="likely", evidence=[["姓名", "同音不同字", 8.1]], found_at=AT,
        )  # fmt: skip
        scene.sing(str(holding.pair.pk), key, "settle")
