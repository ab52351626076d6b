"""Administrative divisions 行政区划 of the mainland, from province to township.

Codes: 2 digits a province, 4 a prefecture-level city, 6 a county (GB/T 2260), 9 a township (national
statistical codes); each begins with its parent's. The file is an outline in text: every line holds
the part of the code that its parent does not have, and the name.

    32江苏省        province: two digits
    \t09盐城市      city: a tab and two digits
    \t\t24射阳县    county: two tabs and two digits
    112盘湾镇       township: three digits
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["province", "city", "county", "township"]

LEVELS: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "township"}  # by digits of the code
LINE = re.compile(
    r"(?P<tabs>\t{0,2})(?P<code>[0-9]{2})(?P<name>[^0-9\s].*)|(?P<town>[0-9]{3})(?P<called>\D.*)"
)


@dataclass(frozen=True, slots=True)
class Division:
    """One division; ``parent_code`` is None for a province."""

    code: str
    name: str
    level: Level
    parent_code: str | None

    @property
    def is_notional(self) -> bool:
        """Made for statistics or administration only: a grouping such as 市辖区 or 省直辖县级行政区划, a
        development zone counted as a county (71–79 in its place), a zone or farm counted as a township (400 up).
        """
        if self.level == "township":
            return self.code[6] in "456789"
        if self.level == "county":
            return "71" <= self.code[4:] <= "79"
        return self.level == "city" and (
            self.name in ("市辖区", "县") or self.name.endswith("直辖县级行政区划")
        )


def read(path: Path) -> Iterator[Division]:
    """All divisions in the order of their codes, parents first. ``ValueError`` names a line it cannot read."""
    with path.open(encoding="utf-8") as lines:
        yield from parse(lines)


def parse(lines: Iterable[str]) -> Iterator[Division]:
    above: list[str] = []  # codes of the province, city and county we are in
    for number, line in enumerate(lines, 1):
        if line.startswith("#") or not line.strip():
            continue
        match = LINE.fullmatch(line.rstrip("\n"))
        depth = 3 if match and match["town"] else len(match["tabs"]) if match else -1
        if match is None or depth > len(above):
            raise ValueError(f"line {number}: no division can be read from {line!r}")
        parent = above[depth - 1] if depth else None
        code = (parent or "") + (match["town"] or match["code"])
        above[depth:] = [code] if depth < 3 else []
        yield Division(code, match["called"] or match["name"], LEVELS[len(code)], parent)


def outline(divisions: Iterable[Division]) -> Iterator[str]:
    """The lines, without line ends, from which ``parse`` reads ``divisions`` back."""
    for division in divisions:
        own = division.code[len(division.parent_code or "") :]
        tabs = "" if division.level == "township" else "\t" * (len(division.code) // 2 - 1)
        yield f"{tabs}{own}{division.name}"
