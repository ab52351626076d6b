"""The pairs of rows that may be the same: at once by an equal identity, likely by how alike everything else is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from gonghui.kernel.linkage.candidates import Candidate
from gonghui.kernel.linkage.declaration import Linked
from gonghui.kernel.linkage.levels import LABELS, SAID, engine, frame, sound, trained
from gonghui.kernel.reach.actor import Actor

EXACT, LIKELY = "exact", "likely"
THRESHOLD = 0.5  # probability from which a pair is shown to a person; only a person decides


@dataclass(frozen=True)
class Found:
    """Two rows, the smaller id left. ``evidence``: field, what was seen, and its weight in bits; no value of a row."""

    left: str
    right: str
    score: float
    how: str
    evidence: tuple[tuple[str, str, float], ...]


def exact(one: Linked, actor: Actor) -> list[Found]:
    """Rows in reach with the same identity, each with its next."""
    if not one.identity:
        return []
    rows = one.of.objects.visible_to(actor).exclude(**{one.identity: None})
    groups = rows.values(one.identity).annotate(n=Count("pk"), ids=ArrayAgg("pk")).filter(n__gt=1).order_by()
    pairs = [pair for group in groups for pair in pairwise(sorted(str(pk) for pk in group["ids"]))]
    return [Found(left, right, 1.0, EXACT, (("证件", "相同", 0.0),)) for left, right in pairs]


def likely(
    candidates: list[Candidate], threshold: float = THRESHOLD, model: dict[str, Any] | None = None
) -> list[Found]:
    """Pairs at least so probable, the most probable first; by ``model``, else by the one the program came with."""
    if len(candidates) < 2:
        return []
    linker, database = engine(frame(candidates), model or trained())
    try:
        answer = linker.inference.predict(threshold_match_probability=threshold)
        rows = pl.from_arrow(answer.as_duckdbpyrelation().to_arrow_table())
    finally:
        database.close()
    assert isinstance(rows, pl.DataFrame)
    by_id = {one["id"]: one for one in candidates}
    found = [_found(row, by_id) for row in rows.iter_rows(named=True)]
    return sorted(found, key=lambda one: (-one.score, one.left, one.right))


def _found(row: dict[str, Any], by_id: dict[str, Candidate]) -> Found:
    left, right = sorted((row["unique_id_l"], row["unique_id_r"]))
    evidence = tuple(
        (LABELS[field], _said(field, by_id[left], by_id[right]), round(_weight(row, field), 1))
        for field in SAID
    )
    return Found(left, right, round(row["match_probability"], 4), LIKELY, evidence)


def _weight(row: dict[str, Any], field: str) -> float:
    return (row.get(f"mw_{field}") or 0.0) + (row.get(f"mw_tf_adj_{field}") or 0.0)


def _said(field: str, left: Candidate, right: Candidate) -> str:
    """The step of likeness in words, as the trained comparison has it."""
    one, two = left[field], right[field]  # type: ignore[literal-required]
    if one is None or two is None:
        return "有一边没填"
    if one == two:
        return SAID[field][-1]
    if field == "name":
        return SAID[field][_name_step(one, two)]
    return SAID[field][1 if field == "born_year" and abs(one - two) <= 1 else 0]


def _name_step(one: str, two: str) -> int:
    if sound(one) == sound(two):
        return 3
    if one[:1] == two[:1] and len(one) == len(two) > 2 and (one[1] == two[1]) != (one[2:] == two[2:]):
        return 2
    return 1 if _distance(sound(one), sound(two)) <= 2 else 0


def _distance(one: str, two: str) -> int:
    """Levenshtein's."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
