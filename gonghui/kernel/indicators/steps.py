"""The statement that turns a source's rows into steps: from which day on each unit has how many."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, F, Sum
from django.db.models.functions import Cast, Coalesce

from gonghui.kernel.indicators.definition import Measure, Source, sources

Sql = tuple[str, list[Any]]

# Under the row policies the planner takes every table for a few hundred rows, and would walk one for each row of another.
PLAN = "SELECT set_config('enable_nestloop', %s, true), set_config('jit', %s, true)"
FEW = 20  # units; of so few the rows are found by their keys

STEPS = """
WITH moves AS ({moves}),
     daily AS (SELECT gh_unit, gh_day, {sums} FROM moves GROUP BY 1, 2),
     each AS (SELECT gh_unit, gh_day, v.measure, v.once, v.delta
              FROM daily, LATERAL (VALUES {names}) v(measure, once, delta) WHERE v.delta <> 0),
     risen AS (SELECT gh_unit, measure, gh_day, once,
                      sum(delta) OVER (PARTITION BY gh_unit, measure ORDER BY gh_day) AS so_far FROM each),
     steps AS (SELECT gh_unit, measure, array_agg(gh_day ORDER BY gh_day) AS days,
                      array_agg((CASE WHEN once THEN least(so_far, 1) ELSE so_far END)::bigint ORDER BY gh_day) AS counts
               FROM risen GROUP BY 1, 2)
INSERT INTO indicators_leaf (unit_id, path, source, measure, basis, days, counts, now, next_on)
SELECT u.id, u.path, %s, s.measure, %s, s.days, s.counts,
       coalesce(s.counts[width_bucket(%s::date, s.days)], 0), s.days[width_bucket(%s::date, s.days) + 1]
FROM steps s JOIN units_unit u ON u.id = s.gh_unit
RETURNING unit_id, measure, now
"""


def count_anew(source: Source, parts: Sequence[Measure], basis: str, units: list[int] | None, day: Any) -> list[tuple[int, str, int]]:  # fmt: skip
    """Write the steps of these units (None: of all); their old ones are gone already. (unit, measure, on ``day``)."""
    moves, params = _moves(source, parts, basis, units)
    marks = ", ".join(f"(%s, %s, m{number})" for number in range(len(parts)))
    sums = ", ".join(f"sum(m{number}) AS m{number}" for number in range(len(parts)))
    named = [word for one in parts for word in (one.key, one.once)]
    with connection.cursor() as cursor:
        cursor.execute(PLAN, ["off" if units is None or len(units) > FEW else "on", "off"])
        text = STEPS.format(moves=moves, sums=sums, names=marks)
        cursor.execute(text, [*params, *named, source.key, basis, day, day])
        found = [(unit, measure, now) for unit, measure, now in cursor.fetchall()]
        cursor.execute(PLAN, ["on", "on"])
    return found


def fingerprint() -> str:
    """Of all that is counted: when it changes, everything is counted anew."""
    told = [
        (_moves(source, parts, basis, None), [(one.key, one.once) for one in parts])
        for source, parts in sources().values()
        for basis in ("leadership", *source.own)
    ]
    return sha256(repr(told).encode()).hexdigest()


def _moves(source: Source, parts: Sequence[Measure], basis: str, units: list[int] | None) -> Sql:
    """Rows that begin add, rows that end take away: by unit and day, one column a measure."""
    begun, first = _grouped(source, parts, basis, units, "begins")
    names = ", ".join(f"m{number}" for number in range(len(parts)))
    less = ", ".join(f"-m{number} AS m{number}" for number in range(len(parts)))
    if source.until is None:
        return f"SELECT gh_unit, gh_day, {names} FROM ({begun}) b", first
    ended, second = _grouped(source, parts, basis, units, "ends")
    both = f"SELECT gh_unit, gh_day, {names} FROM ({begun}) b UNION ALL SELECT gh_unit, gh_day, {less} FROM ({ended}) e"
    return both, [*first, *second]


def _grouped(source: Source, parts: Sequence[Measure], basis: str, units: list[int] | None, day: str) -> Sql:
    column = f"{source.column(basis)}_id"
    rows = source.rows().filter(**{f"{column}__isnull": False, f"{day}__isnull": False}).order_by()
    if units is not None:
        rows = rows.filter(**{f"{column}__in": units})
    counted: Any = rows.annotate(gh_unit=F(column), gh_day=F(day)).values("gh_unit", "gh_day")
    counted = counted.annotate(**{f"m{number}": _sum(one) for number, one in enumerate(parts)})
    text, params = counted.query.sql_with_params()
    return text, list(params)


def _sum(one: Measure) -> Any:
    if one.amount is None:
        return Count("pk", filter=one.where or None)
    amount = F(one.amount) if isinstance(one.amount, str) else one.amount
    return Coalesce(Sum(Cast(amount * one.scale, BigIntegerField()), filter=one.where or None), 0)
