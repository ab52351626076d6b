"""Reads of pairs: what waits to be decided, and the two rows of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gonghui.kernel.linkage.declaration import Linked
from gonghui.kernel.linkage.finding import LIKELY
from gonghui.kernel.linkage.learning import LEARNT, Answer, confirmed, steps_of
from gonghui.kernel.linkage.models import MERGED, NOT_SAME, OPEN, Estimate, Merge, Pair
from gonghui.kernel.reach.actor import Actor


def pairs(actor: Actor, one: Linked, state: str = OPEN) -> QuerySet[Pair]:
    """Pairs in reach of which both rows still are there and in reach; the likeliest first."""
    rows = one.of.objects.visible_to(actor).values("pk")
    found: QuerySet[Pair] = Pair.objects.visible_to(actor).filter(kind=one.key, state=state)
    if state == OPEN:
        found = found.filter(left_id__in=rows, right_id__in=rows)
    return found.order_by("-score", "pk")


def sides(actor: Actor, one: Linked, pair: Pair) -> tuple[Any, Any] | None:
    """The two rows, as long as both are in reach."""
    found = {
        row.pk: row for row in one.of.objects.visible_to(actor).filter(pk__in=[pair.left_id, pair.right_id])
    }
    return (found[pair.left_id], found[pair.right_id]) if len(found) == 2 else None


def merge_of(actor: Actor, pair: Pair) -> Merge | None:
    """The merge that can be taken back."""
    found: Merge | None = Merge.objects.visible_to(actor).filter(pair=pair, undone_at=None).first()
    return found


def current(key: str) -> dict[str, Any]:
    """The model that compares now: the newest estimate that was used, else the one the program came with."""
    found = Estimate.objects.filter(kind=key, used=True).order_by("-at", "-pk").first()
    return dict(found.settings) if found is not None else first(key)


def first(key: str) -> dict[str, Any]:
    """The model the program came with."""
    made: dict[str, Any] = json.loads(LEARNT[key].trained.read_text(encoding="utf-8"))
    return made


def estimated_since(key: str, since: date) -> bool:
    return Estimate.objects.filter(kind=key, at__date__gte=since).exists()


@confirmed("person")
def decided(actor: Actor) -> Iterator[Answer]:
    """What people have said of the pairs that were proposed because they are alike."""
    rows = Pair.objects.visible_to(actor).filter(how=LIKELY, state__in=[MERGED, NOT_SAME])
    for state, evidence in rows.values_list("state", "evidence"):
        yield Answer(steps_of(evidence, LEARNT["person"]), state == MERGED)
