"""Which row of a list is which of those kept: the pairs between two sets, with a saved model.

Unlike ``finding``, which looks for doubles in one set, every row of the left may be one of the right and no more.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

LEFT, RIGHT = "a", "b"  # names of the two sets; in this order the engine keeps them left and right
UNKNOWN = "有一边没填"
HALF = 0.5  # of the smaller side is taken to stand on the other as well, before anything is compared
FEWEST = 1_000  # a short list is no reason to think two rows alike the same: there are others whom nobody has written down
LEAST_BITS = -5.0  # beside the prior; below it a pair is not worth being looked at


@dataclass(frozen=True)
class Likeness:
    """``odds`` for the two being the same, prior included. ``evidence``: field, what was seen, weight in bits; no value."""

    left: str
    right: str
    odds: float
    evidence: tuple[tuple[str, str, float], ...]


def between(
    left: pl.DataFrame,
    right: pl.DataFrame,
    model: Path | dict[str, Any],
    said: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
) -> dict[str, list[Likeness]]:
    """For each row of ``left`` that is like any of ``right`` those rows, the likeliest first."""
    if not left.height or not right.height:
        return {}
    settings = loaded(model)
    found: dict[str, list[Likeness]] = defaultdict(list)
    for row in between_rows(left, right, settings).iter_rows(named=True):
        evidence = tuple(
            (labels[name], _step(row, name, said), round(_weight(row, name), 1)) for name in said
        )
        found[row["unique_id_l"]].append(
            Likeness(row["unique_id_l"], row["unique_id_r"], 2.0 ** row["match_weight"], evidence)
        )
    return {key: sorted(rows, key=lambda one: (-one.odds, one.right)) for key, rows in found.items()}


def loaded(model: Path | dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (
        json.loads(model.read_text(encoding="utf-8")) if isinstance(model, Path) else model
    )
    return found


def asked(settings: dict[str, Any], left: int, right: int) -> dict[str, Any]:
    """A model as two sets of so many rows are compared with it."""
    return settings | {
        "link_type": "link_only",
        "retain_matching_columns": True,  # without it the engine does not tell which step was seen
        "probability_two_random_records_match": HALF / max(left, right, FEWEST),
    }


def between_rows(
    left: pl.DataFrame, right: pl.DataFrame, model: dict[str, Any], least: float = LEAST_BITS
) -> pl.DataFrame:
    """Every pair with at least so many bits for it: its ids, the step seen in each field, and the weights."""
    linker, database = engine(left, right, asked(model, left.height, right.height))
    try:
        answer = linker.inference.predict(threshold_match_weight=least)
        rows = pl.from_arrow(answer.as_duckdbpyrelation().to_arrow_table())
    finally:
        database.close()
    assert isinstance(rows, pl.DataFrame)
    return rows


def engine(left: pl.DataFrame, right: pl.DataFrame, settings: Any) -> tuple[Any, Any]:
    """A linker over both, in memory, and its database. It loads no extension and asks no network."""
    import duckdb
    from splink import DuckDBAPI, Linker

    database = duckdb.connect(config={"threads": 2, "memory_limit": "2GB", "autoinstall_known_extensions": False, "autoload_known_extensions": False})  # fmt: skip
    api = DuckDBAPI(database)
    tables = [
        api.register(rows.to_arrow(), dataset_display_name=name)
        for name, rows in ((LEFT, left), (RIGHT, right))
    ]
    return Linker(tables, settings, log_level=logging.ERROR), database


def _step(row: dict[str, Any], name: str, said: Mapping[str, Sequence[str]]) -> str:
    seen = row[f"gamma_{name}"]
    return UNKNOWN if seen < 0 else said[name][seen]


def _weight(row: dict[str, Any], name: str) -> float:
    return (row.get(f"mw_{name}") or 0.0) + (row.get(f"mw_tf_adj_{name}") or 0.0)
