"""The plan's units into the trees: the few by the ordinary deeds, the base unions in two statements."""

from __future__ import annotations

from datetime import date

from django.db import connection

from demo.rows import UnitRow
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.actions import place, plant
from gonghui.kernel.units.models import Placement, Unit

BULK = {"single"}
TREES = ("grid", "industry")
IDS = "SELECT nextval(pg_get_serial_sequence('units_unit', 'id')) FROM generate_series(1, %s)"


def plant_all(actor: Actor, rows: list[UnitRow], root: str) -> dict[str, Unit]:
    """Code → unit. ``root``: the unit at the top of the grids and the lines."""
    units: dict[str, Unit] = {}
    for row in rows:
        if row.kind not in BULK:
            units[row.code] = _plant(actor, row, units, root)
    return units | _plant_many([row for row in rows if row.kind in BULK], units)


def _plant(actor: Actor, row: UnitRow, units: dict[str, Unit], root: str) -> Unit:
    above = units[row.parent] if row.parent else None
    unit = plant(actor=actor, name=row.name, kind=row.kind, parent=above, on=row.since, code=row.code)
    if row.code == root:
        for tree in TREES:
            place(actor=actor, unit=unit, tree=tree, parent=None, on=row.since)
    if row.tree:
        place(actor=actor, unit=unit, tree=row.tree, parent=above, on=row.since)
    return unit


def _plant_many(rows: list[UnitRow], units: dict[str, Unit]) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for pk, row in zip(_ids(len(rows)), rows, strict=True):
        path = f"{units[row.parent or ''].path}{pk}."
        made[row.code] = Unit(pk=pk, name=row.name, kind=row.kind, code=row.code, path=path)
    Unit.objects.bulk_create(made.values())
    Placement.objects.bulk_create(
        _placement(made[row.code], units[row.parent or ""], row.since) for row in rows
    )
    return made


def _placement(unit: Unit, parent: Unit, since: date) -> Placement:
    return Placement(tree="leadership", unit=unit, path=unit.path, parent=parent, since=since)


def _ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(IDS, [count])
        return [row[0] for row in cursor.fetchall()]
