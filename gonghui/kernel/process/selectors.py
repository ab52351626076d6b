"""Reads: what a post has to do, what it waits for, how a matter stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import F, Q, QuerySet

from gonghui.kernel.process.definition import PROCESSES, Stage
from gonghui.kernel.process.models import Deadline, Party, Proof, Step, WorkItem
from gonghui.kernel.reach.actor import Actor

Light = Literal["", "yellow", "red", "paused"]


def items(actor: Actor) -> QuerySet[WorkItem]:
    """Every matter in sight whose procedure this post may read; of some only what this person has begun."""
    keys = [key for key, one in PROCESSES.items() if not one.reads or actor.may(one.reads)]
    own = [key for key in keys if (other := PROCESSES[key].reads_others) and not actor.may(other)]
    found = WorkItem.objects.visible_to(actor).filter(process_key__in=keys)
    return found.exclude(~Q(opened_by=actor.account_id), process_key__in=own) if own else found


def inbox(actor: Actor, today: date) -> QuerySet[WorkItem]:
    """我的待办: what this person, in this post, answers for now, nearest deadline first; without what they put
    off and without what is paused. One range of one index.
    """
    return (
        held(actor)
        .filter(Q(later_until=None) | Q(later_until__lte=today), paused_on=None)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def put_off(actor: Actor, today: date) -> QuerySet[WorkItem]:
    """稍后办、暂停中: held by this person, but not now."""
    return held(actor).filter(Q(later_until__gt=today) | ~Q(paused_on=None)).order_by("later_until", "pk")


def held(actor: Actor) -> QuerySet[WorkItem]:
    """Everything this person, in this post, answers for or may claim."""
    mine = Q(account_id=None) | Q(account_id=actor.account_id)
    return WorkItem.objects.filter(mine, holder_unit_id=actor.unit_id, role=actor.role, closed_on=None)


def waiting_for(actor: Actor) -> QuerySet[WorkItem]:
    """等别人办: what this person began or handed down, and others answer for now."""
    handed = Party.objects.filter(
        unit_id=actor.unit_id, role=actor.role, kind__in=["principal", "supervisor"]
    )
    begun = Q(opened_by=actor.account_id) | Q(pk__in=handed.filter(answered_on=None).values("item_id"))
    elsewhere = ~Q(holder_unit_id=actor.unit_id, role=actor.role)
    return (
        WorkItem.objects.visible_to(actor)
        .filter(begun, elsewhere, closed_on=None)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def to_sign(actor: Actor) -> QuerySet[Party]:
    """Where this post is asked to sign beside the holder."""
    return (
        Party.objects.filter(unit_id=actor.unit_id, role=actor.role, kind="cosigner", answered_on=None)
        .select_related("item")
        .order_by("due_on", "pk")
    )


def late_below(actor: Actor, today: date) -> QuerySet[WorkItem]:
    """What is late and held by others inside the reach: the superior's list, at once and without a sweep."""
    others = ~Q(holder_unit_id=actor.unit_id, role=actor.role)
    late = items(actor).filter(others, closed_on=None, due_on__lt=today).order_by("due_on", "pk")
    within = Q(holder_path__gte=actor.lo, holder_path__lt=actor.hi)
    return late.filter(within) if actor.tree == "leadership" else late


def light(item: WorkItem, today: date) -> Light:
    """Yellow from two thirds of the limit on, red when it is over."""
    if item.closed_on:
        return ""
    if item.paused_on:
        return "paused"
    if item.due_on and item.due_on < today:
        return "red"
    return "yellow" if item.warn_on and item.warn_on <= today else ""


def found(actor: Actor, pk: UUID) -> WorkItem | None:
    return items(actor).filter(pk=pk).first()


def steps(item: WorkItem) -> list[Step]:
    return list(Step.objects.filter(item=item).order_by("-seq"))


def parties(item: WorkItem) -> list[Party]:
    return list(Party.objects.filter(item=item).exclude(kind="reader").order_by("pk"))


def proofs(item: WorkItem) -> list[Proof]:
    return list(Proof.objects.filter(item=item, dropped=False).select_related("file").order_by("on", "pk"))


def deadlines(item: WorkItem) -> list[Deadline]:
    return list(Deadline.objects.filter(item=item, ended_on=None).order_by("due_on"))


@dataclass(frozen=True)
class Stop:
    """One stage on the rail: done, where the matter stands, or still to come."""

    stage: Stage
    state: Literal["done", "now", "next"]


def rail(item: WorkItem, made: Iterable[Step]) -> list[Stop]:
    """The ordinary way, with where the matter is on it."""
    way = item.process.rail
    keys = [stage.key for stage in way]
    here = item.stage.under or item.stage_key
    at = keys.index(here) if here in keys else _last_on(item, keys, made)
    ended = item.closed_on is not None
    return [
        Stop(stage, "done" if place < at or (ended and place == at) else "now" if place == at else "next")
        for place, stage in enumerate(way)
    ]


def _last_on(item: WorkItem, keys: list[str], made: Iterable[Step]) -> int:
    """For what has ended beside the ordinary way: where it left it."""
    known = item.process.by_key
    left = (known[step.source].under or step.source for step in made if step.source in known)
    return next((keys.index(one) for one in left if one in keys), 0)
