"""制度库: the rules a union can have (mission D4), as they come with the program. Their list is a proposal, not a regulation."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "data" / "rules.csv"


@dataclass(frozen=True)
class Rule:
    """制度 that can be adopted; ``block``: what it is about."""

    key: str
    label: str
    block: str


@cache
def library() -> dict[str, Rule]:
    """All of them by key, in order."""
    with SOURCE.open(encoding="utf-8") as lines:
        return {row["key"]: Rule(**row) for row in csv.DictReader(lines)}
