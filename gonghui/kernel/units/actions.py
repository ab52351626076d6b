"""Founding, moving, merging and closing units. Paths follow; every row that lies below follows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import TREES, Actor, end_of
from gonghui.kernel.units.models import Placement, Unit

PLANT = verb("units.plant", "设立单位", "name", "kind", "parent")
PLACE = verb("units.place", "划入", "tree", "parent", "since")
MOVE = verb("units.move", "调整隶属", "tree", "source", "target", "on")
MERGE = verb("units.merge", "合并单位", "into", "on")
SPLIT = verb("units.split", "分设单位", "parts", "on")
CLOSE = verb("units.close", "撤销单位", "on")
RENAME = verb("units.rename", "更名", "source", "target")

Carrier = Callable[[Unit, Unit, Actor, date], None]
CARRIERS: list[Carrier] = []  # what higher modules do with their own rows when a unit merges into another


def carried_by(function: Carrier) -> Carrier:
    """Register how a module's rows follow a merger."""
    CARRIERS.append(function)
    return function


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
    Unit.objects.select_for_update().filter(pk=unit.pk).first()
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
    if unit.pk == into.pk or into.path.startswith(unit.path):
        raise ValidationError("不能把单位并入它自己或它的下级")
    for child in children(unit, on):
        move(actor=actor, unit=child, target=into, on=on)
    for carry in CARRIERS:
        carry(unit, into, actor, on)
    _close(unit, on, successor=into)
    record(actor, MERGE, unit, unit_id=into.pk, into=into.pk, on=on)


@transaction.atomic
def split(*, actor: Actor, unit: Unit, names: dict[str, list[Unit]], parent: Unit, on: date) -> list[Unit]:
    """Part of ``unit``'s sub-units go to new units beside it: new name → the units it takes along."""
    made = [_part(actor, unit, name, taken, parent, on) for name, taken in names.items()]
    record(actor, SPLIT, unit, unit_id=unit.pk, parts=[part.pk for part in made], on=on)
    return made


@transaction.atomic
def close(*, actor: Actor, unit: Unit, on: date) -> None:
    """End a unit that has nothing below it any more; its history stays readable."""
    if children(unit, on).exists():
        raise ValidationError(f"{unit.name}下面还有单位，先把它们移走或撤销")
    _close(unit, on)
    record(actor, CLOSE, unit, unit_id=unit.pk, on=on)


@transaction.atomic
def rename(*, actor: Actor, unit: Unit, name: str) -> None:
    old, unit.name = unit.name, name.strip()
    unit.full_clean()
    unit.save(update_fields=["name"])
    record(actor, RENAME, unit, unit_id=unit.pk, source=old, target=unit.name)


def children(unit: Unit, on: date, tree: str = "leadership") -> QuerySet[Unit]:
    edges = Placement.objects.filter(tree=tree, parent=unit, since__lte=on, until=None)
    return Unit.objects.filter(pk__in=edges.values("unit"), closed_on=None).order_by("pk")


def _part(actor: Actor, unit: Unit, name: str, taken: list[Unit], parent: Unit, on: date) -> Unit:
    part = plant(actor=actor, name=name, kind=unit.kind, parent=parent, on=on)
    for child in taken:
        move(actor=actor, unit=child, target=part, on=on)
    return part


def _close(unit: Unit, on: date, successor: Unit | None = None) -> None:
    for edge in Placement.objects.filter(unit=unit, until=None):
        _end(edge, on)
    unit.closed_on, unit.successor = on, successor
    unit.save(update_fields=["closed_on", "successor"])


def _end(edge: Placement, on: date) -> None:
    if edge.since >= on:
        raise ValidationError(f"调整日期要晚于现隶属关系的起始日 {edge.since:%Y-%m-%d}")
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
