"""The table of ASVS requirements: as many as it says, and every test it names is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\d.]+) \| ([12]) \| (.+?) \| (met|not met|n/a) \| (.+) \|$", re.M)
ROWS = ROW.findall(TEXT)
PER_CHAPTER = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]
NAMED = re.compile(r"`((?:tests|gonghui)/[\w/.]+)(?:::(\w+))?`")


def test_every_requirement_of_both_levels_stands_there_once():
    assert (
        len(ROWS) == len({number for number, *_ in ROWS}) == 253 == TEXT.count("| 1 |") + TEXT.count("| 2 |")
    )
    assert Counter(level for _, level, *_ in ROWS) == {"1": 70, "2": 183}
    chapters = Counter(int(number.split(".")[0]) for number, *_ in ROWS)
    assert [chapters[at] for at in range(1, 18)] == PER_CHAPTER


def test_the_sums_are_as_it_says():
    states = Counter(state for *_, state, _ in ROWS)
    tested = sum(
        any("tests" in path for path, _ in NAMED.findall(by)) for *_, state, by in ROWS if state == "met"
    )
    assert (
        f"{states['met']} met, {states['not met']} not met, {states['n/a']} n/a. Of those met {tested} name a test"
        in TEXT
    )


def test_every_test_that_is_named_is_there():
    missing = []
    for path, name in NAMED.findall(TEXT):
        place = ROOT / path
        if not place.exists() or (name and f"def {name}(" not in place.read_text(encoding="utf-8")):
            missing.append(f"{path}::{name}")
    assert missing == []
    assert len(NAMED.findall(TEXT)) > 110
