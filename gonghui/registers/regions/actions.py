"""Loading the divisions of the country, and planting a unit in each of them at one stroke."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.divisions import LEVELS, Division, read
from gonghui.kernel.units.models import Unit
from gonghui.registers.regions.selectors import LENGTHS, prefixes, regions

LOAD = verb("regions.load", "载入行政区划", "changed")
PLANT = verb("regions.plant", "按行政区划设立单位", "within", "since", "planted")
DATA = Path(__file__).parent / "data" / "divisions.txt"

UPSERT = """
INSERT INTO regions_region AS r (code, name, level, parent_id)
SELECT * FROM unnest(%s::text[], %s::text[], %s::smallint[], %s::text[])
ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level, parent_id = excluded.parent_id
WHERE (r.name, r.level, r.parent_id) IS DISTINCT FROM (excluded.name, excluded.level, excluded.parent_id)
"""
IDS = "SELECT nextval(pg_get_serial_sequence('units_unit', 'id')) FROM generate_series(1, %s)"
UNITS = """
INSERT INTO units_unit (id, name, code, kind, path)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
"""
PLACES = """
INSERT INTO units_placement (tree, unit_id, path, parent_id, since)
SELECT 'leadership', p.*, %s FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS p
"""

NameOf = Callable[[Division], str | None]


@transaction.atomic
def load_divisions(*, actor: Actor, path: Path = DATA) -> int:
    """Make the table say what the file says; returns how many rows changed. Divisions that a newer file
    no longer names stay, for other rows may speak of them.
    """
    levels = {name: number for number, name in enumerate(LEVELS.values(), 1)}
    rows = [(d.code, d.name, levels[d.level], d.parent_code) for d in read(path)]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, _columns(rows))
        changed = int(cursor.rowcount)
    if changed:
        record(actor, LOAD, "regions", unit_id=None, changed=changed)
    return changed


@transaction.atomic
def plant_country(
    *, actor: Actor, kind_of_level: Mapping[int, str], name_of: NameOf, on: date, within: str | None = None
) -> dict[str, int]:
    """Set up a unit for every division, with the division's code, under the unit of the division above.

    ``kind_of_level``: 1 省 … 4 乡镇街道 → the unit's kind; ``name_of``: its name, or None where there is to
    be none (what lies below then hangs one higher). ``within``: a division's code, for it, everything
    below and the line above only. Units whose code is there already stay as they are. Returns code → id
    of the unit, old and new.
    """
    wanted = [
        (division, name, kind_of_level[level])
        for level, division in _divisions(within)
        if (name := name_of(division)) is not None
    ]
    there = _there([division.code for division, _, _ in wanted])
    new = [entry for entry in wanted if entry[0].code not in there]
    planted = _plant(new, there, on)
    if planted:
        record(actor, PLANT, "regions", unit_id=None, within=within, since=on, planted=planted)
    return {code: number for code, (number, _) in there.items()}


def _divisions(within: str | None) -> list[tuple[int, Division]]:
    """With their levels, parents first."""
    found = regions()
    if within is not None:
        found = found.filter(code__startswith=within) | found.filter(code__in=prefixes(within))
    rows = list(found.order_by("level", "code").values_list("level", "code", "name", "parent"))
    if within is not None and within not in (row[1] for row in rows):
        raise ValidationError(f"行政区划里没有代码 {within}。请先载入行政区划，再核对代码")
    if not rows:
        raise ValidationError("还没有行政区划。请先载入行政区划")
    return [
        (level, Division(code, name, LEVELS[LENGTHS[level]], parent)) for level, code, name, parent in rows
    ]


def _there(codes: list[str]) -> dict[str, tuple[int, str]]:
    """Code → id and path of the units that have one of ``codes``."""
    found = Unit.objects.filter(code__in=codes).values_list("code", "pk", "path")
    return {code: (number, path) for code, number, path in found if code}


def _plant(new: list[tuple[Division, str, str]], there: dict[str, tuple[int, str]], on: date) -> int:
    """Write units and places in two statements; adds what it planted to ``there``."""
    units, places = [], []
    for number, (division, name, kind) in zip(_ids(len(new)), new, strict=True):
        above, path = _above(division.code, there)
        there[division.code] = number, f"{path}{number}."
        units.append((number, name, division.code, kind, f"{path}{number}."))
        places.append((number, f"{path}{number}.", above))
    if units:
        with connection.cursor() as cursor:
            cursor.execute(UNITS, _columns(units))
            cursor.execute(PLACES, [on, *_columns(places)])
    return len(units)


def _above(code: str, there: Mapping[str, tuple[int, str]]) -> tuple[int | None, str]:
    """The unit of the nearest division above that has one, with its path."""
    for prefix in reversed(prefixes(code)[:-1]):
        if prefix in there:
            return there[prefix]
    return None, ""


def _ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(IDS, [count])
        return [row[0] for row in cursor.fetchall()]


def _columns(rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    return [list(column) for column in zip(*rows, strict=True)]
