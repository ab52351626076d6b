"""Steps of many installations added up: each writes what its units have, without a name or a row of anybody's, into one file;
whoever stands above adds the files up by place, as of any day.

What has no beginning begins in 1900: clusters read no dates of other calendars. A fact is: from ``day`` on, the unit at ``place`` had ``delta`` more of ``measure``. The statement is the same on the embedded
engine and on a cluster (sqlglot says it in the other's dialect), and so are its results.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
from django.db import connection

from gonghui.kernel.indicators.folding import folded
from gonghui.kernel.reach.actor import Actor

LEVELS = {"province": 2, "city": 4, "county": 6, "town": 9}  # digits of GB/T 2260 and its townships
COLUMNS = ("place", "unit", "measure", "day", "delta")

OWN = """
SELECT coalesce((SELECT a.code FROM units_unit a WHERE a.id = ANY (string_to_array(rtrim(u.path, '.'), '.')::bigint[])
                 AND a.code ~ '^[0-9]{2,9}$' ORDER BY a.path DESC LIMIT 1), '') AS place,
       u.id AS unit, l.measure, greatest(s.day, date '1900-01-01'), s.had - coalesce(lag(s.had) OVER (PARTITION BY l.id ORDER BY s.day), 0) AS delta
FROM indicators_leaf l JOIN units_unit u ON u.id = l.unit_id, unnest(l.days, l.counts) s(day, had)
WHERE l.basis = 'leadership' ORDER BY 1, 2, 3, 4
"""
ROLLED_UP = """
SELECT substr(place, 1, {digits}) AS place, measure, CAST(sum(delta) AS bigint) AS number
FROM facts WHERE day <= DATE '{day}' AND length(place) >= {digits}
GROUP BY substr(place, 1, {digits}), measure HAVING sum(delta) <> 0 ORDER BY 1, 2
"""


class Rolled(NamedTuple):
    place: str
    measure: str
    number: int


def write_facts(actor: Actor, path: Path, today: date) -> int:
    """All facts in the actor's reach as Parquet; how many. What nobody's place is known of stands under the empty one."""
    folded(today, otherwise=today)
    with connection.cursor() as cursor:
        cursor.execute(OWN)
        rows = [
            (place, unit, measure, str(day), delta) for place, unit, measure, day, delta in cursor.fetchall()
        ]
    _parquet(rows, path)
    return len(rows)


def rolled_up(files: Sequence[Path], day: date, level: str) -> list[Rolled]:
    """By place of a level and measure, what there was on a day."""
    with duckdb.connect() as engine:
        engine.register("facts", engine.read_parquet([str(one) for one in files]))
        return [Rolled(*row) for row in engine.execute(statement(day, level)).fetchall()]


def statement(day: date, level: str, dialect: str = "duckdb") -> str:
    """The statement in the words of an engine."""
    text = ROLLED_UP.format(digits=LEVELS[level], day=day)
    if dialect == "duckdb":
        return text
    from sqlglot import transpile

    return transpile(text, read="duckdb", write=dialect)[0]


def _parquet(rows: list[tuple[str, int, str, str, int]], path: Path) -> None:
    import polars as pl

    types = {"place": pl.String, "unit": pl.Int64, "measure": pl.String, "day": pl.String, "delta": pl.Int64}
    made = pl.DataFrame(rows, schema=types, orient="row")
    made.with_columns(pl.col("day").str.to_date("%Y-%m-%d", strict=True)).write_parquet(path)
