"""Learns what each step of likeness of two employers weighs, from a generated county, and writes it down as data.

    .venv/bin/python scripts/make_organisation_model.py

Nobody's data goes in. u (how often strangers agree) is drawn by chance, m (how often the same one agrees) is counted,
for here it is known who is who; run again it writes the same file but for the last digits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import polars as pl  # noqa: E402

from bench.companies import Dirt, world  # noqa: E402
from bench.listing import known_of, places, sighted_of, towns  # noqa: E402
from gonghui.insight.blindspots.linkage.firms import kept_as, listed_as  # noqa: E402
from gonghui.kernel.linkage.between import engine  # noqa: E402
from gonghui.kernel.linkage.organisations import TRAINED, frame, untrained  # noqa: E402

SEED, FIRMS = 20260102, 20_000
DIRT = Dirt(
    code_gone=0.5,
    code_wrong=0.06,
    heard=0.08,
    wrong=0.04,
    door_moved=0.12,
    town_wrong=0.06,
    trade_other=0.06,
    sign=0.01,
)

LEAST = {
    "m_probability": 2e-3,
    "u_probability": 1e-6,
}  # of a step that the generated county happens not to have


def main() -> None:
    made = world(SEED, FIRMS, dirt=DIRT)
    here, there = places(), towns()
    left = frame([listed_as(row, here, there) for row in sighted_of(made)])
    right = frame([kept_as(one, here) for one in known_of(made)])
    whose = [made.truth[key] or key for key in left["unique_id"]]
    left = left.with_columns(pl.Series("entity", whose))
    right = right.with_columns(pl.col("unique_id").alias("entity"))
    linker, database = engine(left, right, untrained())
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=SEED)
    linker.training.estimate_m_from_label_column("entity")
    found = json.loads(json.dumps(linker.misc.save_model_to_json()))
    found.pop("linker_uid", None)
    for comparison in found["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                for key in ("m_probability", "u_probability"):
                    level[key] = max(level.get(key) or 0.0, LEAST[key])
    TRAINED.write_text(
        json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    database.close()


if __name__ == "__main__":
    main()
