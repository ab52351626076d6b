"""What a worker told in each of two towns, in the county of canaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting
from gonghui.work.appeals.actions import bring
from tests.leaks.rights import OWNERS, Person

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

MOBILES = {"east": "19900009801", "west": "19900009802"}


def told(scene: Scene, actor_of: Callable[[Scene, Person], Actor]) -> None:
    """By the town's own clerk, who answers for it as well; no grid or line reads any of it."""
    for town, mobile in MOBILES.items():
        holding, today = scene.of[town], clock.today()
        content = {
            "kind": "wage", "story": f"{holding.tag}三个月没发工资", "name": f"{holding.tag}工友", "mobile": mobile,
            "workplace": f"{holding.tag}工棚", "urgent": True,
        }  # fmt: skip
        with acting(actor_of(scene, OWNERS[town])) as actor:
            item = bring(actor=actor, content=content, made_on=today, now=clock.now())
        holding.others.append(item)
        holding.appeal = item
        for word in ("三个月没发工资", "工友", "工棚"):
            scene.sing(f"{holding.tag}{word}", town, "appeals")
        scene.sing(mobile, town, "whole")
        scene.sing(str(item.pk), town, "appeals journal")
