"""Who of those listed is who of those on file, by how alike they are; numbers that are equal have been looked for before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gonghui.insight.blindspots.rules import Result, decided
from gonghui.kernel.linkage import levels
from gonghui.kernel.linkage.between import between
from gonghui.kernel.linkage.candidates import Candidate

WRONG_IDENTITY = 0.05  # of valid numbers are still not the person's own; who has another is rarely the same


def persons(
    listed: list[Candidate],
    numbered: set[str],
    kept: list[Candidate],
    outcome_of: Callable[[str], str],
    model: Path | dict[str, Any] = levels.TRAINED,
) -> dict[str, Result]:
    """What became of each listed one. ``numbered``: those with a valid number that is nobody's on file."""
    likely = between(levels.frame(listed), levels.frame(kept), model, levels.SAID, levels.LABELS)
    found = {}
    for key in (one["id"] for one in listed):
        rows = likely.get(key, [])
        if key in numbered:
            rows = [replace(other, odds=other.odds * WRONG_IDENTITY) for other in rows]
        found[key] = decided(rows, outcome_of)
    return found
