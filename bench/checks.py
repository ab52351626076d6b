"""The kept check sets: pairs of generated rows of which it is known what they are, by the steps that were seen.

python -m bench.checks            writes gonghui/kernel/linkage/data/*-check.json anew

Neither seed nor dirt are those of training, tests or benchmarks. A re-estimated model is held against them before it is
used (gonghui/kernel/linkage/learning.py).
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from gonghui.kernel.linkage import levels, organisations
from gonghui.kernel.linkage.between import between_rows
from gonghui.kernel.linkage.learning import LEARNT

SEED = 31_337
LEAST_BITS = -12.0  # beside the prior: pairs nobody would look at are in it as well


def people(count: int = 4_000) -> tuple[list[Any], float]:
    from bench.people import Dirt, registry

    rows, truth = registry(SEED, count, doubled=0.5, dirt=Dirt(homophone=0.1, phone_gone=0.3, moved=0.15))
    left = [one for one in rows if one["id"].endswith("a")]
    right = [one for one in rows if one["id"].endswith("b")]
    found = between_rows(levels.frame(left), levels.frame(right), levels.trained(), LEAST_BITS)
    return _counted(found, levels.SAID, truth), 0.5 / count


def firms(count: int = 4_000) -> tuple[list[Any], float]:
    from bench.companies import Dirt, world
    from bench.listing import known_of, places, sighted_of, towns
    from gonghui.insight.blindspots.linkage.firms import kept_as, listed_as

    made = world(SEED, count, dirt=Dirt(code_gone=0.6, heard=0.08, wrong=0.04, town_gone=0.08))
    left = organisations.frame([listed_as(one, places(), towns()) for one in sighted_of(made)])
    right = organisations.frame([kept_as(one, places()) for one in known_of(made)])
    model = json.loads(organisations.TRAINED.read_text(encoding="utf-8"))
    found = between_rows(left, right, model, LEAST_BITS)
    truth = {(key, one) for key, one in made.truth.items() if one}
    return _counted(found, organisations.SAID, truth), 0.5 / count


def _counted(found: Any, said: Any, truth: set[tuple[str, str]]) -> list[Any]:
    seen: Counter[tuple[tuple[int, ...], bool]] = Counter()
    for row in found.iter_rows(named=True):
        pair = row["unique_id_l"], row["unique_id_r"]
        seen[tuple(row[f"gamma_{field}"] for field in said), pair in truth] += 1
    return [[list(steps), int(same), n] for (steps, same), n in sorted(seen.items())]


def main() -> None:
    for key, made in (("person", people()), ("organisation", firms())):
        rows, prior = made
        one = LEARNT[key]
        lines = ",\n".join(json.dumps(row) for row in rows)
        head = f'{{"fields": {json.dumps(list(one.said))}, "prior": {prior}, "rows": [\n'
        one.check.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8")
        print(f"{one.check.name}: {len(rows)} kinds of {sum(row[2] for row in rows)} pairs")


if __name__ == "__main__":
    main()
