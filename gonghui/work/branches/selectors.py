"""Reads of branches and groups: which union they are of, who can be put into them."""

from __future__ import annotations

from django.db.models import QuerySet

from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import chain
from gonghui.registers.members.models import Membership
from gonghui.registers.members.selectors import in_no_sub, in_sub
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import SUB_KINDS
from gonghui.registers.unions.selectors import unions

SUB = dict(SUB_KINDS)


def sub_union(actor: Actor, pk: int) -> QuerySet[Union]:
    """A branch or group in reach."""
    return unions(actor).filter(pk=pk, kind__in=SUB, unit__closed_on=None)


def home_of(unit: Unit) -> int:
    """The union whose branch or group it is: the nearest above that is neither."""
    above = chain(unit)[-2::-1]
    kinds = dict(Unit.objects.filter(pk__in=above).values_list("pk", "kind"))
    return next(pk for pk in above if kinds.get(pk) not in SUB)


def inside(actor: Actor, unit: Unit) -> QuerySet[Membership]:
    return in_sub(actor, unit.pk).select_related("person").order_by("person__name", "pk")


def outside(actor: Actor, unit: Unit) -> QuerySet[Membership]:
    """The members of the union who are in no branch or group yet."""
    return in_no_sub(actor, home_of(unit)).select_related("person").order_by("person__name", "pk")


def running(unit_id: int) -> QuerySet[WorkItem]:
    """The branches that are being set up in a union."""
    return WorkItem.objects.filter(unit_id=unit_id, process_key="branch", closed_on=None)
