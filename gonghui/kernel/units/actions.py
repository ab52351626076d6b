"""Founding, moving, merging and closing units. Paths follow; every row that lies below follows them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import TREES, Actor, end_of
from gonghui.kernel.units.following import CARRIERS, CLOSERS, DIVIDERS, NAMERS
from gonghui.kernel.units.models import Placement, Unit

PLANT = verb("units.plant", "设立单位", "name", "kind", "parent")
PLACE = verb("units.place", "划入", "tree", "parent", "since")
MOVE = verb("units.move", "调整隶属", "tree", "source", "target", "on")
MERGE = verb("units.merge", "合并单位", "into", "on")
SPLIT = verb("units.split", "分设单位", "parts", "on")
CLOSE = verb("units.close", "撤销单位", "on")
RENAME = verb("units.rename", "更名", "source", "target")


@transaction.atomic
def plant(
    *, actor: Actor, name: str, kind: str, parent: Unit | None, on: date, code: str | None = None
) -> Unit:
    """Set up a unit under ``parent`` in the leadership tree."""
    number = _next_id()
    path = f"{parent.path if parent else ''}{number}."
    unit = Unit(pk=number, name=name.strip(), kind=kind, code=code, path=path)
    unit.full_clean(exclude=["path"])
    unit.save(force_insert=True)
    Placement.objects.create(tree="leadership", unit=unit, parent=parent, since=on)
    record(actor, PLANT, unit, unit_id=unit.pk, name=unit.name, kind=kind, parent=parent and parent.pk)
    return unit


@transaction.atomic
def place(*, actor: Actor, unit: Unit, tree: str, parent: Unit | None, on: date) -> None:
    """Give a unit its first place in one of the other trees (a grid, a line, where the money goes)."""
    column = TREES[tree]
    if unit.place_in(tree) is not None:
        raise ValidationError(f"{unit.name}已经在这个体系里，要换上级请用“调整隶属”")
    above = _path(parent, tree) if parent else ""
    Placement.objects.create(tree=tree, unit=unit, parent=parent, since=on)
    Unit.objects.filter(pk=unit.pk).update(**{column: f"{above}{unit.pk}."})
    unit.refresh_from_db()
    record(actor, PLACE, unit, unit_id=unit.pk, tree=tree, parent=parent and parent.pk, since=on)


@transaction.atomic
def move(*, actor: Actor, unit: Unit, target: Unit, on: date, tree: str = "leadership") -> None:
    """From ``on``, ``unit`` and everything below it stand under ``target``."""
    _answers_for(actor, unit)
    _takes(actor, target, on)
    old, above = _path(unit, tree), _path(target, tree)
    if above.startswith(old):
        raise ValidationError(f"{target.name}在{unit.name}下面，不能把单位移到自己下面")
    edge = Placement.objects.get(tree=tree, unit=unit, until=None)
    if edge.parent_id == target.pk:
        raise ValidationError(f"{unit.name}本来就在{target.name}下面")
    _end(edge, on)
    Placement.objects.create(tree=tree, unit=unit, parent=target, since=on)
    _rewrite(tree, old, f"{above}{unit.pk}.")
    unit.refresh_from_db()
    record(actor, MOVE, unit, unit_id=unit.pk, tree=tree, source=edge.parent_id, target=target.pk, on=on)


@transaction.atomic
def merge(*, actor: Actor, unit: Unit, into: Unit, on: date) -> None:
    """``unit`` ends and ``into`` goes on with all it had: its sub-units and every module's rows."""
    _answers_for(actor, unit)
    _takes(actor, into, on)
    if unit.pk == into.pk or into.path.startswith(unit.path):
        raise ValidationError("不能把单位并入它自己或它的下级")
    for tree in _trees(unit):
        _path(into, tree)
        for child in _standing_below(unit, tree):
            move(actor=actor, unit=child, target=into, on=on, tree=tree)
    for carry in CARRIERS:
        carry(unit, into, actor, on)
    _close(unit, on, successor=into)
    record(actor, MERGE, unit, unit_id=into.pk, into=into.pk, on=on)


@transaction.atomic
def split(*, actor: Actor, unit: Unit, names: dict[str, list[Unit]], parent: Unit, on: date) -> list[Unit]:
    """Part of ``unit``'s sub-units go to new units beside it: new name → the units it takes along."""
    _answers_for(actor, unit)
    below = {child.pk for child in _standing_below(unit, "leadership")}
    if strange := [one.name for taken in names.values() for one in taken if one.pk not in below]:
        raise ValidationError(f"{'、'.join(strange)}不是{unit.name}的下级，不能划出来")
    made = [_part(actor, unit, name, taken, parent, on) for name, taken in names.items()]
    record(actor, SPLIT, unit, unit_id=unit.pk, parts=[part.pk for part in made], on=on)
    return made


@transaction.atomic
def close(*, actor: Actor, unit: Unit, on: date) -> None:
    """End a unit that has nothing below it any more; its history stays readable."""
    _answers_for(actor, unit)
    if any(_standing_below(unit, tree) for tree in _trees(unit)):
        raise ValidationError(f"{unit.name}下面还有单位，先把它们移走或撤销")
    for end in CLOSERS:
        end(unit, actor, on)
    _close(unit, on)
    record(actor, CLOSE, unit, unit_id=unit.pk, on=on)


@transaction.atomic
def rename(*, actor: Actor, unit: Unit, name: str) -> None:
    old, unit.name = unit.name, name.strip()
    if unit.name == old:
        raise ValidationError("新名称和原来的一样")
    _only_one_so_called(unit)
    unit.full_clean()
    unit.save(update_fields=["name"])
    for follow in NAMERS:
        follow(unit, actor)
    record(actor, RENAME, unit, unit_id=unit.pk, source=old, target=unit.name)


def children(unit: Unit, on: date, tree: str = "leadership") -> QuerySet[Unit]:
    """Who stood directly below on a day."""
    edges = Placement.objects.filter(tree=tree, parent=unit, since__lte=on)
    standing = edges.filter(Q(until=None) | Q(until__gt=on))
    return Unit.objects.filter(pk__in=standing.values("unit")).order_by("pk")


def _standing_below(unit: Unit, tree: str) -> list[Unit]:
    """Who stands directly below now, since whenever."""
    edges = Placement.objects.filter(tree=tree, parent=unit, until=None)
    return list(Unit.objects.filter(pk__in=edges.values("unit"), closed_on=None).order_by("pk"))


def _trees(unit: Unit) -> list[str]:
    return [tree for tree in TREES if unit.place_in(tree) is not None]


def _answers_for(actor: Actor, unit: Unit) -> None:
    """A unit is changed from above: by whom it lies below, and who is not that unit itself."""
    locked = Unit.objects.select_for_update().filter(pk=unit.pk).first()
    if locked is None or not actor.reaches(locked.path):
        raise ValidationError(f"{unit.name}不在您的管辖内")
    if locked.path == actor.lo:
        raise ValidationError(f"{unit.name}是您自己所在的单位，它的隶属由上级调整")
    if locked.closed_on is not None:
        raise ValidationError(f"{unit.name}已经在 {locked.closed_on:%Y-%m-%d} 撤销或合并")


def _takes(actor: Actor, target: Unit, on: date) -> None:
    if not actor.reaches(target.path):
        raise ValidationError(f"{target.name}不在您的管辖内")
    if target.closed_on is not None:
        raise ValidationError(f"{target.name}已经在 {target.closed_on:%Y-%m-%d} 撤销或合并")
    first = Placement.objects.filter(unit=target, tree="leadership").order_by("since").first()
    if first is not None and first.since > on:
        raise ValidationError(f"{target.name}是 {first.since:%Y-%m-%d} 才设立的，日期不能更早")


def _only_one_so_called(unit: Unit) -> None:
    edges = Placement.objects.filter(tree="leadership", until=None)
    beside = edges.filter(parent_id__in=edges.filter(unit=unit).values("parent_id")).exclude(unit=unit)
    if Unit.objects.filter(pk__in=beside.values("unit_id"), name=unit.name, closed_on=None).exists():
        raise ValidationError({"name": f"同一个上级下面已经有“{unit.name}”，请换一个名称"})


def _part(actor: Actor, unit: Unit, name: str, taken: list[Unit], parent: Unit, on: date) -> Unit:
    part = plant(actor=actor, name=name, kind=unit.kind, parent=parent, on=on)
    _only_one_so_called(part)
    for tree in _trees(unit)[1:]:
        edge = Placement.objects.filter(tree=tree, unit=unit, until=None).select_related("parent").first()
        place(actor=actor, unit=part, tree=tree, parent=edge.parent if edge else None, on=on)
    for divide in DIVIDERS:
        divide(part, unit, actor, on)
    for child in taken:
        for tree in _trees(unit):
            if Placement.objects.filter(tree=tree, unit=child, parent=unit, until=None).exists():
                move(actor=actor, unit=child, target=part, on=on, tree=tree)
    return part


def _close(unit: Unit, on: date, successor: Unit | None = None) -> None:
    for edge in Placement.objects.filter(unit=unit, until=None):
        _end(edge, on)
    unit.closed_on, unit.successor = on, successor
    unit.save(update_fields=["closed_on", "successor"])


def _end(edge: Placement, on: date) -> None:
    if edge.since >= on:
        raise ValidationError(f"日期要晚于 {edge.since:%Y-%m-%d}：从那天起{edge.unit.name}才在现在的上级下面")
    edge.until = on
    edge.save(update_fields=["until"])


def _path(unit: Unit, tree: str) -> str:
    found = unit.place_in(tree)
    if found is None:
        raise ValidationError(f"{unit.name}不在这个体系里")
    return found


def _rewrite(tree: str, old: str, new: str) -> None:
    column = TREES[tree]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE units_unit SET {column} = %s || substr({column}, %s) WHERE {column} >= %s AND {column} < %s",
            [new, len(old) + 1, old, end_of(old)],
        )


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('units_unit', 'id'))")
        row = cursor.fetchone()
    return int(row[0])
