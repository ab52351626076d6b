"""What each step of likeness weighs, estimated anew from what people have decided, and held against a kept check set.

Only how often each step is seen where two rows *are* the same (m) is learnt: for how often it is seen by chance (u) pairs
drawn by chance would be needed, and what people are shown is not. What is known already counts as ``PRIOR`` answers, so
that a handful of decisions moves little.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gonghui.kernel.linkage import levels, organisations
from gonghui.kernel.reach.actor import Actor

PRIOR = 500
HALF = 0.5  # probability from which two rows are said to be the same
LEAST = 1e-6


@dataclass(frozen=True)
class Answer:
    """Two rows somebody has decided about. ``steps``: field → how alike they were, 0 for unlike; what one side does not
    tell is left out.
    """

    steps: Mapping[str, int]
    same: bool


Confirmed = Callable[[Actor], Iterable[Answer]]
CONFIRMED: dict[str, Confirmed] = {}


@dataclass(frozen=True)
class Learnt:
    """One model: where it comes from, its check set, and its words for fields and steps."""

    key: str
    trained: Path
    said: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]

    @property
    def check(self) -> Path:
        return self.trained.with_name(f"{self.key}-check.json")


LEARNT = {
    one.key: one
    for one in (
        Learnt("person", levels.TRAINED, levels.SAID, levels.LABELS),
        Learnt("organisation", organisations.TRAINED, organisations.SAID, organisations.LABELS),
    )
}


def confirmed(key: str) -> Callable[[Confirmed], Confirmed]:
    """Declare where a model's confirmed answers come from."""
    if key not in LEARNT:
        raise ValueError(f"no model {key!r}")

    def declare(function: Confirmed) -> Confirmed:
        CONFIRMED[key] = function
        return function

    return declare


def steps_of(evidence: Iterable[Any], one: Learnt) -> dict[str, int]:
    """Steps from the evidence as it is kept: (label, what was seen, weight)."""
    fields = {label: field for field, label in one.labels.items()}
    found = {}
    for label, seen, _ in evidence:
        field = fields.get(label, "")
        if seen in one.said.get(field, ()):
            found[field] = one.said[field].index(seen)
    return found


def _steps(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """The levels of a comparison by their step, from unlike to alike."""
    return [one for one in comparison["comparison_levels"] if not one.get("is_null_level")][::-1]


def estimated(model: dict[str, Any], answers: Iterable[Answer]) -> dict[str, Any]:
    """The same model with its shares among the same as the answers, and what was known before, say."""
    same = [one.steps for one in answers if one.same]
    made = deepcopy(model)
    for comparison in made["comparisons"]:
        field = comparison["output_column_name"]
        seen = [steps[field] for steps in same if field in steps]
        for step, level in enumerate(_steps(comparison)):
            share = (PRIOR * level["m_probability"] + seen.count(step)) / (PRIOR + len(seen))
            level["m_probability"] = max(LEAST, share)
    return made


def bits(model: dict[str, Any], steps: Mapping[str, int], prior: float) -> float:
    """What speaks for two rows being the same, in bits, what is known beforehand included."""
    found = math.log2(prior / (1 - prior))
    for comparison in model["comparisons"]:
        if (step := steps.get(comparison["output_column_name"])) is not None:
            level = _steps(comparison)[step]
            found += math.log2(max(LEAST, level["m_probability"]) / max(LEAST, level["u_probability"]))
    return found


@dataclass(frozen=True)
class CheckSet:
    """Pairs of which it is known what they are: (steps, same, how many). ``prior``: of two rows drawn by chance."""

    prior: float
    rows: tuple[tuple[dict[str, int], bool, int], ...]


@cache
def check_set(path: Path) -> CheckSet:
    kept = json.loads(path.read_text(encoding="utf-8"))
    rows = tuple(
        ({field: step for field, step in zip(kept["fields"], steps, strict=True) if step >= 0}, bool(same), n)
        for steps, same, n in kept["rows"]
    )
    return CheckSet(kept["prior"], rows)


def quality(model: dict[str, Any], check: CheckSet) -> float:
    """F1 on the check set: of what is said to be the same, and of what is."""
    right = wrong = missed = 0
    for steps, same, n in check.rows:
        said = bits(model, steps, check.prior) >= math.log2(HALF / (1 - HALF))
        right += n * (said and same)
        wrong += n * (said and not same)
        missed += n * (same and not said)
    return round(2 * right / max(1, 2 * right + wrong + missed), 6)
