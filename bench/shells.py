"""Shell unions: precision of the first fifty alerts on planted cases, beside each single sign alone.

python -m bench.shells

Twice: as a county begins, and with dues and meetings entered and given their points.

A planted shell shows most signs and hides some; a living union shows some by neglect. Neither seed nor shares are
those of the tests.
"""

from __future__ import annotations

import json
import random
import sys
import time
from dataclasses import dataclass, replace
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


RECORDED = Weights(WEIGHTS.points | {"dues": 25, "meeting": 15}, alert=50, months=12, ratio=0.3)


@dataclass(frozen=True)
class Shares:
    """How often a sign stands at a shell, and at a living union that is only neglected in it."""

    shell: tuple[float, ...] = (
        *(0.7, 0.6, 0.85, 0.75, 0.9, 0.9, 0.85, 0.9),
    )  # term chair still few account idle dues meeting
    alive: tuple[float, ...] = (0.06, 0.05, 0.15, 0.1, 0.5, 0.3, 0.1, 0.25)


def county(
    seed: int, unions: int = 1_000, shells: float = 0.07, shares: Shares | None = None
) -> tuple[list[Facts], set[int]]:
    """Facts of so many unions, and which are shells."""
    rng, more, how = random.Random(seed), random.Random(seed + 1), shares or Shares()
    found, planted = [], set()
    for key in range(unions):
        is_shell = rng.random() < shells
        if is_shell:
            planted.add(key)
        likely = how.shell if is_shell else how.alive
        one = _facts(rng, key, *(rng.random() < share for share in likely[:6]))
        found.append(_recorded(more, one, *(more.random() < share for share in likely[6:])))
    return found, planted


def _ago(rng: random.Random, least: int, most: int) -> date:
    return TODAY - timedelta(days=rng.randint(least, most))


def _recorded(rng: random.Random, one: Facts, dues: bool, meeting: bool) -> Facts:
    """With what the ledgers of dues and meetings say."""
    paid = _ago(rng, 366, 1_500) if dues else _ago(rng, 1, 300)
    return replace(one, paid_on=paid, met_on=_ago(rng, 366, 1_500) if meeting else _ago(rng, 1, 330))


def _facts(
    rng: random.Random, key: int, term: bool, chair: bool, still: bool, few: bool, account: bool, idle: bool
) -> Facts:
    def ago(least: int, most: int) -> date:
        return _ago(rng, least, most)

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


def alone(every: list[Facts], planted: set[int], key: str, weights: Weights = RECORDED) -> float:
    """What a clerk gets who asks for one sign: all that show it, in the register's order."""
    return precision(
        [one.unit_id for one in every if key in {sign.key for sign in signs(one, TODAY, weights)}], planted
    )


def main(unions: int = 1_000) -> dict[str, Any]:
    every, planted = county(SEED, unions)
    at_first, later = (_told(every, planted, weights) for weights in (WEIGHTS, RECORDED))
    return at_first | {
        "unions": unions, "planted": len(planted), "with dues and meetings": later,
        "alone": {key: alone(every, planted, key) for key in RECORDED.points},
    }  # fmt: skip


def _told(every: list[Facts], planted: set[int], weights: Weights) -> dict[str, Any]:
    begun = time.perf_counter()
    order = [one.facts.unit_id for one in alerts(every, TODAY, weights)]
    spent = time.perf_counter() - begun
    return {
        "alerts": len(order), "seconds": round(spent, 4), "precision at 50": precision(order, planted),
        "recall": round(len(set(order) & planted) / len(planted), 3),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)))
