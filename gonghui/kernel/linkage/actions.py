"""Proposing pairs, and deciding that two rows are not the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.linkage.declaration import LINKED, Linked
from gonghui.kernel.linkage.finding import Found
from gonghui.kernel.linkage.learning import CONFIRMED, LEARNT, check_set, estimated, quality
from gonghui.kernel.linkage.models import NOT_SAME, OPEN, Estimate, Pair
from gonghui.kernel.linkage.selectors import current, first
from gonghui.kernel.reach.actor import Actor

FOUND = verb("linkage.found", "查找疑似重复", "kind", "pairs")
APART = verb("linkage.not_same", "认定不是同一个", "kind", "reason")
AGAIN = verb("linkage.again", "重新核对", "kind")


LEARNED = verb("linkage.estimate", "重新估计比对模型", "kind", "answers", "used", "quality", "former")


class LinkageRefused(Exception):
    """Why two rows cannot be decided so; the text is shown to the person who asked."""


@transaction.atomic
def propose(*, actor: Actor, one: Linked, found: Iterable[Found], now: datetime) -> int:
    """Enter pairs that nobody has proposed yet; what was decided, or waits, stays as it is. Returns how many are new."""
    wanted = list(found)
    ids = {pk for pair in wanted for pk in (pair.left, pair.right)}
    rows: Any = one.of.objects.visible_to(actor).filter(pk__in=ids)
    places = {str(pk): unit for pk, unit in rows.values_list("pk", "unit_id")}
    known = Pair.objects.visible_to(actor).filter(kind=one.key)
    before = known.count()
    Pair.objects.bulk_create(
        [
            Pair(
                kind=one.key, left_id=pair.left, right_id=pair.right, left_unit_id=places[pair.left],
                right_unit_id=places[pair.right], score=pair.score, how=pair.how, found_at=now,
                evidence=[list(part) for part in pair.evidence],
            )
            for pair in wanted
            if pair.left in places and pair.right in places
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    made = known.count() - before
    if made:
        record(actor, FOUND, "linkage", unit_id=actor.unit_id or None, kind=one.key, pairs=made)
    return made


def locked(actor: Actor, pair: Pair) -> Pair:
    """The pair as it is now, held until the end of the transaction; only for who may decide its kind."""
    found: Pair | None = (
        Pair.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=pair.pk).first()
    )
    if found is None or not actor.may(LINKED[found.kind].decides):
        raise LinkageRefused("没有找到这一对，或有一边不归您的单位管，请报上级核对")
    return found


@transaction.atomic
def not_same(*, actor: Actor, pair: Pair, now: datetime, reason: str = "") -> Pair:
    """Remembered for good: the two are not proposed again."""
    found = locked(actor, pair)
    if found.state != OPEN:
        raise LinkageRefused("这一对已经有人决定过，请刷新再看")
    found.state, found.decided_at, found.decided_by = NOT_SAME, now, actor.name[:60]
    found.reason = reason.strip()[:200]
    found.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    record(actor, APART, found, unit_id=actor.unit_id or None, kind=found.kind, reason=found.reason[:100])
    return found


@transaction.atomic
def look_again(*, actor: Actor, pair: Pair) -> Pair:
    """Take "not the same" back."""
    found = locked(actor, pair)
    if found.state != NOT_SAME:
        raise LinkageRefused("只有认定为“不是同一个”的，才能重新核对")
    found.state, found.decided_at, found.decided_by, found.reason = OPEN, None, "", ""
    found.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    record(actor, AGAIN, found, unit_id=actor.unit_id or None, kind=found.kind)
    return found


@transaction.atomic
def estimate_again(*, actor: Actor, key: str, least: int, now: datetime) -> Estimate | None:
    """Every step's share from what people have decided since; kept, and used unless it does worse on the check set than
    the one before, which stays. None while there are fewer than ``least`` decisions.
    """
    answers = list(CONFIRMED[key](actor)) if key in CONFIRMED else []
    if sum(one.same for one in answers) < least:
        return None
    before, check = current(key), check_set(LEARNT[key].check)
    made = estimated(
        first(key), answers
    )  # from what it came with: decisions are not counted again every month
    former, new = quality(before, check), quality(made, check)
    found = Estimate.objects.create(
        kind=key, at=now, answers=len(answers), former=former, quality=new, used=new >= former, settings=made
    )
    record(
        actor, LEARNED, "linkage", unit_id=actor.unit_id or None, kind=key, answers=len(answers), used=found.used,
        quality=new, former=former,
    )  # fmt: skip
    return found
