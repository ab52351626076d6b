"""What people have said about which employer of the register a sighted one is, for the model to learn from."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from gonghui.insight.blindspots.linkage.firms import Towns, kept_as, listed_as
from gonghui.insight.blindspots.selectors import known_employers, places, surveyed, towns
from gonghui.kernel.linkage import organisations
from gonghui.kernel.linkage.between import between
from gonghui.kernel.linkage.learning import LEARNT, Answer, confirmed, steps_of
from gonghui.kernel.linkage.selectors import current
from gonghui.kernel.reach.actor import Actor


@confirmed("organisation")
def joined(actor: Actor) -> Iterator[Answer]:
    """Every one of the surveys that is known to be an employer of the register, by how alike the two are."""
    rows = [row for row in surveyed(actor) if row.known_id]
    here = places(actor)
    units = Towns({word: str(unit.pk) for word, unit in towns(actor).items()})
    known = known_employers(actor, Q(pk__in=[row.known_id for row in rows]))
    left = organisations.frame([listed_as(row, here, units) for row in rows])
    right = organisations.frame([kept_as(one, here) for one in known])
    found = between(left, right, current("organisation"), organisations.SAID, organisations.LABELS)
    for row in rows:
        for one in found.get(row.id, ()):
            if one.right == row.known_id:
                yield Answer(steps_of(one.evidence, LEARNT["organisation"]), same=True)
