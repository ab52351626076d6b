"""Marks are folded into the steps of their units and into the totals of every node above them, in every tree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import connection

from gonghui.kernel.indicators.definition import Source, sources
from gonghui.kernel.indicators.derived import TREE, alone, judged_again
from gonghui.kernel.indicators.models import Kept
from gonghui.kernel.indicators.steps import count_anew, fingerprint
from gonghui.kernel.reach.actor import TREES
from gonghui.kernel.reach.session import as_the_program

Changes = dict[tuple[int, str, str], dict[str, int]]  # (unit, source, basis) → measure → how many more

FRESH = """SELECT k.day, k.fingerprint, EXISTS (SELECT FROM indicators_mark) FROM indicators_kept k LIMIT 1"""
AHEAD = """
UPDATE indicators_leaf SET now = coalesce(counts[width_bucket(%(day)s::date, days)], 0),
                           next_on = days[width_bucket(%(day)s::date, days) + 1]
WHERE %(back)s OR next_on <= %(day)s
"""


def folded(today: date | None = None, *, otherwise: date) -> date:
    """Count what is marked, go on to ``today`` if that is another day; the day the totals are of.

    ``otherwise``: the day to begin with where nothing is kept yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(FRESH)
        row = cursor.fetchone()
    if row is not None and not row[2] and row[1] == _print() and today in (None, row[0]):
        return date.fromisoformat(str(row[0]))
    with as_the_program("统计"):
        return _fold(today, otherwise)


def recount(day: date) -> None:
    """Count everything anew, as of ``day``."""
    with as_the_program("统计"), connection.cursor() as cursor:
        alone(cursor)
        judged_again()
        _everything(day)


_seen: list[str] = []


def _print() -> str:
    if not _seen:
        _seen.append(fingerprint())
    return _seen[0]


def _fold(today: date | None, otherwise: date) -> date:
    with connection.cursor() as cursor:
        alone(cursor)
        judged_again()
        kept = Kept.objects.order_by("pk").first()
        day = today or (kept.day if kept else otherwise)
        if kept is None or kept.fingerprint != _print():
            _everything(day)
            return day
        cursor.execute("WITH gone AS (DELETE FROM indicators_mark RETURNING watched, number) SELECT DISTINCT watched, number FROM gone")  # fmt: skip
        marks: dict[str, set[int]] = defaultdict(set)
        for watched, number in cursor.fetchall():
            marks[watched].add(number)
        changes = _changed(marks, kept.day)
        if day != kept.day:
            cursor.execute(AHEAD, {"day": day, "back": day < kept.day})
            Kept.objects.filter(pk=kept.pk).update(day=day)
        if TREE in marks or day != kept.day:
            _totals_anew()
        elif changes:
            _add(changes)
    return day


def _everything(day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_mark; DELETE FROM indicators_leaf")
    for source, _ in sources().values():
        _count(source, None, day)
    Kept.objects.update_or_create(pk=1, defaults={"day": day, "fingerprint": _print()})
    _totals_anew()


def _changed(marks: dict[str, set[int]], day: date) -> Changes:
    found: Changes = {}
    for source, _ in sources().values():
        units = {unit for one in source.watches for unit in marks.get(one, ())}
        if units:
            found.update(_count(source, sorted(units), day))
    return found


def _count(source: Source, units: list[int] | None, day: date) -> Changes:
    """Steps anew, by every tree in which the rows stand by themselves."""
    parts = sources()[source.key][1]
    found: Changes = defaultdict(lambda: defaultdict(int))
    for basis in ("leadership", *source.own):
        for unit, measure, now in _taken_away(source, basis, units):
            found[unit, source.key, basis][measure] -= now
        for unit, measure, now in count_anew(source, parts, basis, units, day):
            found[unit, source.key, basis][measure] += now
    return found


def _taken_away(source: Source, basis: str, units: list[int] | None) -> list[tuple[int, str, int]]:
    if units is None:
        return []  # everything is counted anew, the old is gone
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM indicators_leaf WHERE source = %s AND basis = %s AND unit_id = ANY(%s) RETURNING unit_id, measure, now",
            [source.key, basis, units],
        )
        return [(unit, measure, now) for unit, measure, now in cursor.fetchall()]


def _totals_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_total")
        cursor.execute("SELECT unit_id, source, basis, measure, now FROM indicators_leaf WHERE now <> 0")
        found: Changes = defaultdict(dict)
        for unit, source, basis, measure, now in cursor.fetchall():
            found[unit, source, basis][measure] = now
    _add(found)


def _add(changes: Changes) -> None:
    """Add each unit's change to its own node and every one above it."""
    more: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    places = _places({unit for unit, _, _ in changes})
    of = {key: source for key, (source, _) in sources().items()}
    for (unit, source, basis), counts in changes.items():
        for tree in TREES:
            if of[source].basis(tree) != basis:
                continue
            for node in places.get(unit, {}).get(tree, ()):
                for measure, number in counts.items():
                    more[node, tree][measure] += number
    _write({key: counts for key, counts in more.items() if any(counts.values())})


def _places(units: Iterable[int]) -> dict[int, dict[str, list[int]]]:
    """For each unit and tree the nodes from the root down to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {', '.join(TREES.values())} FROM units_unit WHERE id = ANY(%s)", [sorted(units)]
        )
        return {
            unit: {tree: [int(part) for part in (path or "").split(".") if part] for tree, path in zip(TREES, paths, strict=True)}
            for unit, *paths in cursor.fetchall()
        }  # fmt: skip


def _write(more: dict[tuple[int, str], dict[str, int]]) -> None:
    if not more:
        return
    keys = [list(one) for one in zip(*more, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.unit_id, t.tree, t.counts FROM indicators_total t JOIN unnest(%s::bigint[], %s::text[]) w(u, t)"
            " ON t.unit_id = w.u AND t.tree = w.t", keys,
        )  # fmt: skip
        for unit, tree, kept in cursor.fetchall():
            counts = more[unit, tree]
            for measure, number in (json.loads(kept) if isinstance(kept, str) else kept).items():
                counts[measure] = counts.get(measure, 0) + number
        rows = [
            json.dumps({key: value for key, value in counts.items() if value}) for counts in more.values()
        ]
        cursor.execute(
            "INSERT INTO indicators_total (unit_id, path, tree, counts)"
            " SELECT u.id, u.path, w.tree, w.counts FROM unnest(%s::bigint[], %s::text[], %s::jsonb[]) w(unit, tree, counts)"
            " JOIN units_unit u ON u.id = w.unit"
            " ON CONFLICT (unit_id, tree) DO UPDATE SET counts = EXCLUDED.counts", [*keys, rows],
        )  # fmt: skip
