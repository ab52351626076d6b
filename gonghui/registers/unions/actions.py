"""Writes of the register of unions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.filling import changed as changes
from gonghui.kernel.register.filling import fill
from gonghui.kernel.units.actions import move, place, plant, rename
from gonghui.kernel.units.following import carried_by, closed_by, divided_by, renamed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions import rules
from gonghui.registers.unions.models import Affiliation, Lead, Union

ENTER = verb("unions.enter", "登记工会", "name", "kind")
CORRECT = verb("unions.correct", "更正工会信息", "fields")
AFFILIATE = verb("unions.affiliate", "加入工会联合会", "federation", "on")
LEAVE = verb("unions.leave", "退出工会联合会", "federation", "on")
LEADS = verb("unions.lead", "写明牵头部门", "department")


@transaction.atomic
def save(
    *,
    actor: Actor,
    today: date,
    row: Union | None,
    unit: Unit | None = None,
    above: Unit | None = None,
    **values: Any,
) -> tuple[Union, bool | None]:
    """What the form, the API and a list of unions call; an existing union is known by its name."""
    parent = above or unit
    known = row or _known(actor, values.get("name") or "", parent)
    if known is not None:
        if row is not None and above is not None and above.pk not in _above(known):
            raise ValidationError({"above": "换上级要办调整隶属，不能在这里改"})
        return known, False if correct(actor=actor, union=known, **values) else None
    if parent is None:
        raise ValidationError({"above": "请选择上级工会"})
    return enter(actor=actor, parent=parent, today=today, **values), True


@transaction.atomic
def enter(*, actor: Actor, parent: Unit, today: date, name: str, kind: str, **values: Any) -> Union:
    """Enter a union that exists: its place in the tree and its particulars."""
    founded = values.get("founded_on") or today
    if founded > today:
        raise ValidationError({"founded_on": "建会日期不能晚于今天"})
    if _same_name(actor, name):
        raise ValidationError({"name": f"已经有“{name}”，是同一家吗？是的话请打开它更正；不是请写全称"})
    unit = plant(actor=actor, name=name, kind=kind, parent=parent, on=founded)
    union = Union(unit=unit, name=name, kind=kind, level=level_of(kind), tokens=search_tokens(name))
    fill(union, values)
    _code_stands_once(actor, union)
    union.full_clean(exclude=["path"])
    union.save(force_insert=True)
    record(actor, ENTER, union, unit_id=unit.pk, name=name, kind=kind)
    return union


@transaction.atomic
def correct(*, actor: Actor, union: Union, **values: Any) -> list[str]:
    """Put particulars right; returns which. A new name goes to the tree as well."""
    changed = changes(union, values)
    if "kind" in changed:
        raise ValidationError({"kind": "工会类型不能直接改，请撤销后重新登记"})
    if not changed:
        return []
    fill(union, {name: values[name] for name in changed})
    if "credit_code" in changed:
        _code_stands_once(actor, union)
    if "name" in changed:
        if union.unit.name != union.name:
            rename(actor=actor, unit=union.unit, name=union.name)
        union.tokens = search_tokens(union.name)
    union.full_clean(exclude=["path"])
    union.save()
    record(actor, CORRECT, union, unit_id=union.pk, fields=sorted(changed))
    return changed


@carried_by
def end_by_merger(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    Union.objects.filter(pk=unit.pk).update(status="merged")


@closed_by
def end_by_closing(unit: Unit, actor: Actor, on: date) -> None:
    Union.objects.filter(pk=unit.pk).update(status="dissolved")


@renamed_by
def follow_name(unit: Unit, actor: Actor) -> None:
    """The register shows, and finds, a union under the name its unit has."""
    Union.objects.filter(pk=unit.pk).update(name=unit.name, tokens=search_tokens(unit.name))


@transaction.atomic
def affiliate(*, actor: Actor, federation: Unit, member: Unit, kind: str, on: date) -> Affiliation:
    """``member`` belongs to the federation from ``on``; refused while it is in another of the same kind."""
    open_now = Affiliation.objects.filter(unit=member, kind=kind, until=None).first()
    if open_now is not None and open_now.federation_id == federation.pk:
        return open_now
    if open_now is not None:
        raise ValidationError(f"{member.name}已经加入别的{dict(rules.FEDERATION_KINDS)[kind]}，先退出来")
    made = Affiliation(unit=member, federation=federation, kind=kind, since=on)
    made.full_clean(exclude=["path", "federation_path"])
    made.save(force_insert=True)
    record(actor, AFFILIATE, f"union:{member.pk}", unit_id=member.pk, federation=federation.pk, on=on)
    return made


@transaction.atomic
def leave(*, actor: Actor, affiliation: Affiliation, on: date) -> None:
    """``on`` is the first day on which the union no longer belongs to the federation."""
    affiliation.until = on
    affiliation.full_clean(exclude=["path", "federation_path"])
    affiliation.save(update_fields=["until"])
    record(
        actor, LEAVE, f"union:{affiliation.unit_id}", unit_id=affiliation.unit_id,
        federation=affiliation.federation_id, on=on,
    )  # fmt: skip


@carried_by
def carry_affiliations(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """What the merged union belonged to, the other belongs to, once; a federation's members go along with it."""
    both = Affiliation.objects.filter(Q(unit=unit) | Q(federation=unit), until=None).select_related("unit")
    for one in both:
        leave(actor=actor, affiliation=one, on=max(on, one.since))
        member = into if one.unit_id == unit.pk else one.unit
        federation = into if one.federation_id == unit.pk else one.federation
        there = Affiliation.objects.filter(unit=member, kind=one.kind, until=None).exists()
        if not there and member.pk != federation.pk:
            affiliate(actor=actor, federation=federation, member=member, kind=one.kind, on=on)


@closed_by
def end_affiliations(unit: Unit, actor: Actor, on: date) -> None:
    """Neither a member nor a federation outlives its end."""
    for one in Affiliation.objects.filter(Q(unit=unit) | Q(federation=unit), until=None):
        leave(actor=actor, affiliation=one, on=max(on, one.since))


@transaction.atomic
def lead(*, actor: Actor, unit: Unit, department: str) -> Lead:
    """Write down which department leads a line or a grid."""
    if unit.kind not in {"line", "grid", "area"} or not actor.reaches(unit.path):
        raise ValidationError("只有条线、网格和片区有牵头部门")
    found = Lead.objects.visible_to(actor).filter(unit=unit).first() or Lead(unit=unit)
    found.department = department.strip()
    found.full_clean(exclude=["path", "unit"])
    found.save()
    record(actor, LEADS, f"unit:{unit.pk}", unit_id=unit.pk, department=found.department)
    return found


@transaction.atomic
def put_in_tree(*, actor: Actor, union: Union, tree: str, unit: Unit, on: date) -> None:
    """The union stands in the line or grid ``unit`` from ``on``; the place it had there before ends."""
    if union.unit.place_in(tree) is None:
        place(actor=actor, unit=union.unit, tree=tree, parent=unit, on=on)
    else:
        move(actor=actor, unit=union.unit, target=unit, on=on, tree=tree)


@divided_by
def enter_part(part: Unit, whole: Unit, actor: Actor, on: date) -> None:
    """What is split off a union is a union of the same kind, with particulars still to be entered."""
    like = Union.objects.filter(pk=whole.pk).first()
    if like is None:
        return
    union = Union(unit=part, name=part.name, kind=like.kind, level=like.level, region_id=like.region_id)
    union.founded_on, union.tokens = on, search_tokens(part.name)
    union.full_clean(exclude=["path"])
    union.save(force_insert=True)
    record(actor, ENTER, union, unit_id=part.pk, name=union.name, kind=union.kind)


def level_of(kind: str) -> str:
    """The level that goes with a kind of union entered by hand."""
    levels = {"federation": "county", "town": "town", "town_federation": "town", "town_committee": "town"}
    levels |= {"zone": "town", "village": "village", "branch": "sub", "group": "sub"}
    return levels.get(kind, "base")


def _known(actor: Actor, name: str, parent: Unit | None) -> Union | None:
    found = Union.objects.visible_to(actor).filter(name=name).select_related("unit")
    return next((one for one in found if parent is None or parent.pk in _above(one)), None)


def _same_name(actor: Actor, name: str) -> bool:
    return (
        Union.objects.visible_to(actor).filter(name=name).exclude(status__in=["merged", "dissolved"]).exists()
    )


def _above(union: Union) -> set[int]:
    return {int(part) for part in union.unit.path.split(".")[:-1]}


def _code_stands_once(actor: Actor, union: Union) -> None:
    """A code that stands in reach is said; one that stands elsewhere is seen and settled above (``doubles``)."""
    others = Union.objects.visible_to(actor).filter(credit_code=union.credit_code).exclude(pk=union.pk)
    if union.credit_code and (other := others.first()):
        raise ValidationError({"credit_code": f"这个代码登记在“{other.name}”名下，请核对"})
