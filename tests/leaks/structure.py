"""What the unions of the county of canaries make among themselves: federations on their way, lists of duties, terms
that end, hand-overs waiting for their signatures.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.outlines.actions import take_in
from gonghui.kernel.outlines.reading import Feature
from gonghui.kernel.parameters.actions import override
from gonghui.kernel.process.leaving import begin_handover
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import acting, set_reach
from gonghui.registers.unions.models import Union
from gonghui.work.duties.actions import keep_duty
from gonghui.work.founding.actions.federation import begin
from tests.leaks.rights import OWNERS, Person
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

TOWNS = ("east", "west")
TERMS = ("mill", "loom", "mine", "mover", "quay")
JOINING = {"east": ("mill", "loom"), "west": ("mine", "mover")}
DAY = date(2026, 9, 1)
DUTY = {
    "level": "base", "status": "K", "role": "union_chair", "cycle": "year", "due_month": 12, "due_day": 20,
    "evidence": "记录", "is_on": True,
}  # fmt: skip
ActorOf = Callable[["Scene", Person], Actor]


def built(scene: Scene, actor_of: ActorOf) -> None:
    set_reach(ROOT)
    own = {"unit": scene.units["county"], "since": DAY, "source": "试", "status": "K"}
    override(actor=ROOT, key="fed.min_unions", value="2", **own)
    for key in TERMS:
        unit = scene.units[key]
        Union.objects.filter(pk=unit.pk).update(term_since=date(2024, 1, 1), term_until=date(2027, 6, 1))
    for town in TOWNS:
        owner = actor_of(scene, OWNERS[town])
        _federation(scene, town, owner)
        _duty(scene, town, owner)
        _handover(scene, town, owner)
        _outline(scene, town)
    set_reach(ROOT)


def _outline(scene: Scene, town: str) -> None:
    """Two corners of a town's ground that stand in no other's."""
    set_reach(ROOT)
    unit, origin = scene.units[town], f"{scene.of[town].tag}测绘"
    take_in(actor=ROOT, features=[ground(unit.name)], origin=origin, today=DAY)
    scene.sing(origin, town, "arrange unions")


def ground(name: str) -> Feature:
    return Feature(name, "", [[[(12_000_000, 3_300_000), (12_010_000, 3_300_000), (12_010_000, 3_310_000)]]])


def _federation(scene: Scene, town: str, owner: Actor) -> None:
    holding, name = scene.of[town], f"{scene.of[town].tag}区工会联合会"
    with acting(owner):
        unions = [Union.objects.select_related("unit").get(pk=scene.units[key].pk) for key in JOINING[town]]
        item = begin(
            actor=owner, unit=scene.units[town], kind="area_federation", name=name, unions=unions, line=None,
            now=clock.now(),
        )  # fmt: skip
    holding.federation = item
    for text in (name, str(item.pk), item.number):
        scene.sing(text, town, "work journal")


def _duty(scene: Scene, town: str, owner: Actor) -> None:
    holding = scene.of[town]
    with acting(owner):
        holding.duty = keep_duty(
            actor=owner, today=DAY, duty=None, unit=scene.units[town], title=f"{holding.tag}职责", **DUTY
        )
    scene.sing(f"{holding.tag}职责", town, "duties journal")


def _handover(scene: Scene, town: str, owner: Actor) -> None:
    holding = scene.of[town]
    with acting(owner):
        holding.handover = begin_handover(
            actor=owner, unit=scene.units[town], role="county_clerk", leaver=owner.account_id,
            successor=scene.accounts[f"{town}.county_clerk"].pk, notes=f"{holding.tag}交接说明", now=clock.now(),
        )  # fmt: skip
    scene.sing(f"{holding.tag}交接说明", town, "handover")
