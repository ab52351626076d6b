"""A phone that takes something along, in each town whose clerk has private things."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from gonghui.kernel import clock
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting
from gonghui.kernel.sync.phones import contact
from tests.leaks.rights import OWNERS, Person

if TYPE_CHECKING:
    from tests.leaks.scene import Scene


def carried(scene: Scene, actor_of: Callable[[Scene, Person], Actor]) -> None:
    """Seen by its holder, and by who looks after the people of that office."""
    for town in ("east", "west"):
        holding, owner = scene.of[town], OWNERS[town]
        with acting(actor_of(scene, owner)) as actor:
            kind = f"{holding.tag}牌手机"
            holding.phone = contact(actor=actor, device_id=uuid4(), kind=kind, now=clock.now())
        for text in (kind, str(holding.phone.pk)):
            scene.sing(text, town, "people journal", only=owner.username)
