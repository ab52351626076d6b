"""Putting members of a union into its branches and groups; they stay members of the union itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Membership, SubPlace

KINDS = ("branch", "group")
PUT = verb("members.put", "编入分会或小组", "people")
TAKE = verb("members.take_out", "从分会或小组调出", "people")


@transaction.atomic
def put_in(*, actor: Actor, unit: Unit, memberships: Iterable[Membership], on: date) -> int:
    """From ``on`` these members of the union above belong to the branch or group; returns how many are new in it."""
    if unit.kind not in KINDS or unit.closed_on is not None:
        raise ValidationError(f"{unit.name}不是正在活动的分会或小组，不能编入")
    wanted = list(memberships)
    if [one for one in wanted if one.until is not None or not unit.path.startswith(one.path)]:
        raise ValidationError(f"只能编入{unit.name}上级工会现有的会员，请刷新以后再选")
    there = SubPlace.objects.filter(membership__in=wanted, until=None)
    staying = set(there.filter(unit=unit).values_list("membership_id", flat=True))
    there.exclude(unit=unit).update(until=on)
    new = [one for one in wanted if one.pk not in staying]
    SubPlace.objects.bulk_create(SubPlace(membership=one, unit=unit, since=on) for one in new)
    if new:
        record(actor, PUT, f"unit:{unit.pk}", unit_id=unit.pk, people=len(new))
    return len(new)


@transaction.atomic
def take_out(*, actor: Actor, unit: Unit, memberships: Iterable[Membership], on: date) -> int:
    """They are in no branch or group from ``on``."""
    rows = SubPlace.objects.visible_to(actor).filter(unit=unit, membership__in=list(memberships), until=None)
    if count := rows.update(until=on):
        record(actor, TAKE, f"unit:{unit.pk}", unit_id=unit.pk, people=count)
    return count


@closed_by
def end_places(unit: Unit, actor: Actor, on: date) -> None:
    SubPlace.objects.filter(unit=unit, until=None).update(until=on)


@carried_by
def carry_places(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """Who was in a branch or group that merges is in the other one; where that is none, in no group."""
    open_now = SubPlace.objects.filter(unit=unit, until=None).select_related("membership")
    kept = [one.membership for one in open_now if into.kind in KINDS and one.membership.until is None]
    open_now.update(until=on)
    SubPlace.objects.bulk_create(SubPlace(membership=one, unit=into, since=on) for one in kept)
