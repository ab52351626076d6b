"""Changes of memberships under way in the county of canaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.members.models import Membership
from gonghui.work.belonging.actions import ask_for, begin, begin_transfer
from tests.people import number
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

FIRST = 9_800  # these people are nobody else's


def begun(scene: Scene) -> None:
    """In each union one of its members is on the way out, and somebody from elsewhere is asked for."""
    set_reach(ROOT)
    for n, key in enumerate(("mill", "mine")):
        holding = scene.of[key]
        row = Membership.objects.select_related("person").get(person=holding.members[-1], until=None)
        words = f"{holding.tag}新厂"
        holding.leaving = begin_transfer(actor=ROOT, membership=row, to_words=words, now=clock.now())
        left = begin("withdrawal", actor=ROOT, membership=row, now=clock.now())
        scene.sing(words, key, "belonging")
        name = f"{holding.tag}新来"
        holding.wanted = ask_for(
            actor=ROOT, unit=holding.unit, now=clock.now(), name=name, id_number=number(FIRST + n)
        )
        scene.sing(name, key, "belonging journal")
        for item in (holding.leaving, left, holding.wanted):
            holding.others.append(item)
            scene.sing(str(item.pk), key, "belonging journal")
