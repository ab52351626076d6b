"""Learns what each step of likeness weighs, from a generated registry, and writes it down as data.

    .venv/bin/python scripts/make_linkage_model.py

Nobody's data goes in. u (how often strangers agree) is drawn by chance, m (how often the same person agrees) by
expectation maximisation inside two blocks; run again it writes the same file but for the last digits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from splink import block_on  # noqa: E402

from bench.people import Dirt, registry  # noqa: E402
from gonghui.kernel.linkage.levels import TRAINED, engine, frame, untrained  # noqa: E402

SEED, PEOPLE = 20260101, 60_000
DIRT = Dirt(homophone=0.1, wrong=0.05, phone_gone=0.3, moved=0.15, year_off=0.05)


def main() -> None:
    rows, _ = registry(SEED, PEOPLE, dirt=DIRT)
    linker, database = engine(frame(rows), untrained())
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("phone"), block_on("name", "birthday")], recall=0.9
    )
    train.estimate_u_using_random_sampling(max_pairs=5e6, seed=SEED)
    train.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    train.estimate_parameters_using_expectation_maximisation(block_on("name", "birthday"))
    found = json.loads(json.dumps(linker.misc.save_model_to_json()))
    found.pop("linker_uid", None)
    TRAINED.write_text(
        json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    database.close()


if __name__ == "__main__":
    main()
