"""Shell unions: precision of the first fifty alerts on planted cases, beside each single sign alone.

python -m bench.shells

A planted shell shows most signs and hides some; a living union shows some by neglect. Neither seed nor shares are
those of the tests.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gonghui.insight.shells.rules import Facts, Weights, alerts, signs

SEED, TODAY, FIRST = 8_675_311, date(2026, 11, 21), 50
WEIGHTS = Weights(
    {"term": 20, "chair": 25, "still": 15, "few": 20, "account": 10, "idle": 15},
    alert=40,
    months=12,
    ratio=0.3,
)  # as in gonghui/insight/shells/data/parameters.csv


@dataclass(frozen=True)
class Shares:
    """How often a sign stands at a shell, and at a living union that is only neglected in it."""

    shell: tuple[float, ...] = (0.7, 0.6, 0.85, 0.75, 0.9, 0.9)  # term chair still few account idle
    alive: tuple[float, ...] = (0.06, 0.05, 0.15, 0.1, 0.5, 0.3)


def county(
    seed: int, unions: int = 1_000, shells: float = 0.07, shares: Shares | None = None
) -> tuple[list[Facts], set[int]]:
    """Facts of so many unions, and which are shells."""
    rng, how = random.Random(seed), shares or Shares()
    found, planted = [], set()
    for key in range(unions):
        is_shell = rng.random() < shells
        if is_shell:
            planted.add(key)
        shown = [rng.random() < share for share in (how.shell if is_shell else how.alive)]
        found.append(_facts(rng, key, *shown))
    return found, planted


def _facts(
    rng: random.Random, key: int, term: bool, chair: bool, still: bool, few: bool, account: bool, idle: bool
) -> Facts:
    def ago(least: int, most: int) -> date:
        return TODAY - timedelta(days=rng.randint(least, most))

    workers = rng.randint(12, 400)
    return Facts(
        unit_id=key, name=f"第{key}号工会", place="", founded_on=ago(800, 6_000),
        term_until=ago(1, 1_500) if term else TODAY + timedelta(days=rng.randint(1, 1_500)),
        has_chair=not chair, chair_until=ago(1, 900) if chair and rng.random() < 0.5 else None,
        members=int(workers * rng.uniform(0, 0.28)) if few else int(workers * rng.uniform(0.35, 1)), workers=workers,
        changed_on=ago(366, 2_000) if still else ago(1, 360), accounts=0 if account else 1,
        worked_on=(ago(366, 900) if rng.random() < 0.5 else None) if idle else ago(1, 360),
    )  # fmt: skip


def precision(order: list[int], planted: set[int], first: int = FIRST) -> float:
    return round(len(set(order[:first]) & planted) / min(first, max(1, len(order))), 3)


def alone(every: list[Facts], planted: set[int], key: str) -> float:
    """What a clerk gets who asks for one sign: all that show it, in the register's order."""
    return precision(
        [one.unit_id for one in every if key in {sign.key for sign in signs(one, TODAY, WEIGHTS)}], planted
    )


def main(unions: int = 1_000) -> dict[str, Any]:
    every, planted = county(SEED, unions)
    begun = time.perf_counter()
    found = alerts(every, TODAY, WEIGHTS)
    spent = time.perf_counter() - begun
    order = [one.facts.unit_id for one in found]
    said = set(order)

    return {
        "unions": unions, "planted": len(planted), "alerts": len(order), "seconds": round(spent, 4),
        "precision at 50": precision(order, planted), "recall": round(len(said & planted) / len(planted), 3),
        "alone": {key: alone(every, planted, key) for key in WEIGHTS.points},
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)))
