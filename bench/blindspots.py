"""Blind spots: a dirty list against a register with planted gaps, beside recordlinkage and rapidfuzz in the same run.

python -m bench.blindspots [FIRMS] [--alone] [--narrow]

A gap is a listed employer without a union: one the register does not have, or has without a union. What a person has
to look at counts for neither side: it is missed by recall. ``--narrow``: marks of some sixty characters and sixteen streets
a town, however many employers there are.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from bench import companies
from bench.companies import World, world
from bench.linkage import quality
from bench.listing import known_of, places, sighted_of, towns

SEED = 8_675_310  # neither that of training nor those of the tests

Links = dict[str, str | None]


def ours(made: World) -> tuple[Links, set[str], dict[str, Any]]:
    """Links that are sure, rows said to be gaps, and how many a person has to look at."""
    from gonghui.insight.blindspots.linkage.firms import employers
    from gonghui.insight.blindspots.rules import AMBIGUOUS, MISSING

    results = employers(sighted_of(made), known_of(made), places(), towns())
    links = {key: one.match for key, one in results.items()}
    gaps = {key for key, one in results.items() if one.outcome == MISSING}
    asked = {key for key, one in results.items() if one.outcome == AMBIGUOUS}
    return links, gaps, {"asked": len(asked), "gaps_asked": len(asked & made.gaps)}


def workers(seed: int, people: int, unknown: float = 0.4) -> tuple[dict[str, Any], float]:
    """A dirty list of workers against ``people`` members: 60 % of them stand on it, and so many who are no members.

    Half bring a valid identity number, one in twenty-five of those somebody else's; what a list does not have (sex,
    birthday) is not compared. Equal numbers are found by them alone, as the program does.
    """
    from bench.people import registry
    from gonghui.insight.blindspots.linkage.persons import persons
    from gonghui.insight.blindspots.rules import AMBIGUOUS, COVERED, MISSING

    rng = random.Random(seed)
    rows, pairs = registry(seed, people, doubled=0.6)
    kept = [one for one in rows if one["id"].endswith("a")]
    strangers, _ = registry(seed + 1, int(people * unknown), doubled=0.0)
    listed = [one for one in rows if one["id"].endswith("b")]
    listed += [{**one, "id": f"s{one['id']}"} for one in strangers]
    has = {one["id"] for one in listed if rng.random() < 0.5}
    own = {key for key in has if not key.startswith("s") and rng.random() > 0.04}
    rest = [{**one, "sex": None, "birthday": None} for one in listed if one["id"] not in own]
    begun = time.perf_counter()
    results = persons(rest, has - own, kept, lambda key: COVERED)
    spent = time.perf_counter() - begun
    missing = {(key, "") for key, one in results.items() if one.outcome == MISSING}
    members = {two for _, two in pairs}
    truth = {(one["id"], "") for one in listed if one["id"] not in members}
    asked = sum(one.outcome == AMBIGUOUS for one in results.values())
    told = {"register": len(kept), "listed": len(listed), "gaps": quality(missing, truth), "asked": asked}
    return told, round(spent, 2)


def exact(made: World) -> Links:
    """Equal code, else equal name as written: what a clerk's spreadsheet finds."""
    by_code = {one.code: one.id for one in made.register}
    by_name = {one.name: one.id for one in made.register}
    return {one.id: by_code.get(one.code or "") or by_name.get(one.name) for one in made.listed}


def fuzzy(made: World) -> Links:
    """rapidfuzz on whole names, in the same town where one is told; the cut is the best for F1 of its own."""
    from rapidfuzz import fuzz, process

    by_town: dict[str | None, list[Any]] = {None: made.register}
    for one in made.register:
        by_town.setdefault(one.town, []).append(one)
    codes = {one.code: one.id for one in made.register}
    scored: dict[str, tuple[str, float]] = {}
    for row in made.listed:
        if row.code in codes:
            scored[row.id] = (codes[row.code], 100.0)
            continue
        choices = by_town.get(row.town, made.register)
        best = process.extractOne(row.name, [one.name for one in choices], scorer=fuzz.WRatio)
        if best:
            scored[row.id] = (choices[best[2]].id, best[1])
    return _best_cut(scored, made, (60, 70, 75, 80, 85, 90, 95))


def recorded(made: World) -> Links:
    """recordlinkage with blocks and comparisons of its own kind, weights set by hand; the cut is the best for F1."""
    warnings.simplefilter("ignore")
    import pandas
    import recordlinkage

    left = pandas.DataFrame([vars(one) for one in made.listed]).set_index("id")
    right = pandas.DataFrame(
        [{**vars(one), "name": one.name, "address": one.address} for one in made.register]
    ).set_index("id")
    for table in (left, right):
        table["head"] = (
            table["name"].str.replace("^(江苏省|江苏|盐城市|盐城|射阳县|射阳)+", "", regex=True).str[:2]
        )
    index = recordlinkage.Index()
    index.block("code").block("head")
    index.block(["town", "head"])
    pairs = index.index(left, right)
    compare = recordlinkage.Compare()
    compare.exact("code", "code", label="code")
    compare.string("name", "name", method="jarowinkler", label="name")
    compare.string("address", "address", method="jarowinkler", missing_value=0.5, label="address")
    compare.exact("town", "town", missing_value=0.5, label="town")
    features = compare.compute(pairs, left, right)
    total = features["code"] * 3 + features["name"] * 2 + features["address"] + features["town"] * 0.5
    scored: dict[str, tuple[str, float]] = {}
    for (one, two), score in total.items():
        if one not in scored or score > scored[one][1]:
            scored[one] = (two, float(score))
    return _best_cut(scored, made, (1.5, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5))


def _best_cut(scored: dict[str, tuple[str, float]], made: World, cuts: tuple[float, ...]) -> Links:
    def at(cut: float) -> Links:
        return {key: one if score >= cut else None for key, (one, score) in scored.items()}

    def f1(cut: float) -> float:
        one = linked(at(cut), made)
        return 2 * one["precision"] * one["recall"] / max(1e-9, one["precision"] + one["recall"])

    return at(max(cuts, key=f1))


def linked(links: Links, made: World) -> dict[str, float]:
    truth = {(key, one) for key, one in made.truth.items() if one is not None}
    return quality({(key, one) for key, one in links.items() if one is not None}, truth)


def gaps_of(links: Links, made: World) -> set[str]:
    """What a program that only links calls a gap: not linked, or linked with one that has no union."""
    union = {one.id: one.union for one in made.register}
    return {one.id for one in made.listed if (found := links.get(one.id)) is None or union[found] is None}


def measured(work: Callable[[World], Links], made: World) -> dict[str, Any]:
    begun = time.perf_counter()
    links = work(made)
    spent = time.perf_counter() - begun
    said = {(key, "") for key in gaps_of(links, made)}
    gaps = quality(said, {(key, "") for key in made.gaps})
    return {"seconds": round(spent, 2), "links": linked(links, made), "gaps": gaps}


def main(firms: int = 4_000, *, peers: bool = True) -> dict[str, Any]:
    made = world(SEED, firms)
    begun = time.perf_counter()
    links, said, asked = ours(made)
    spent = round(time.perf_counter() - begun, 2)
    gaps = quality({(key, "") for key in said}, {(key, "") for key in made.gaps})
    found: dict[str, Any] = {
        "register": len(made.register), "listed": len(made.listed), "planted": len(made.gaps),
        "ours": {"seconds": spent, "links": linked(links, made), "gaps": gaps, **asked},
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,  # MB, before the peers are loaded
    }  # fmt: skip
    told, seconds = workers(SEED, firms * 5)
    found["workers"] = told | {"seconds": seconds}
    for name, work in (("exact", exact), ("fuzzy", fuzzy), ("recordlinkage", recorded)) if peers else ():
        found[name] = measured(work, made)
    return found


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if "--narrow" in sys.argv:
        companies.RARE, companies.FIRMS_A_STREET = 0.0, 1_000_000
    print(json.dumps(main(int(words[0]) if words else 4_000, peers="--alone" not in sys.argv)))
