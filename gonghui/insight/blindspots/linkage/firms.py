"""Listed employers against the register: exact by code first, then by how alike everything else is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gonghui.insight.blindspots.rules import GONE, Known, Result, Sighted, certain, compared, decided
from gonghui.kernel.linkage import organisations
from gonghui.kernel.linkage.between import between, loaded
from gonghui.registers.employers.rules.names import Places, plain

Model = Path | dict[str, Any]
BY_CODE, FOUND_BEFORE = "信用代码", "已核对"


class Towns:
    """Which town a text speaks of: by its words at the beginning of an address or a name."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self.keys = {plain(word): key for word, key in keys.items()}
        self.words = sorted(self.keys, key=lambda word: (-len(word), word))

    def of(self, *texts: str) -> str | None:
        for text in texts:
            bare = plain(text)
            if found := next((word for word in self.words if word in bare), ""):
                return self.keys[found]
        return None


def employers(
    rows: Iterable[Sighted],
    known: Iterable[Known],
    places: Places,
    towns: Towns,
    model: Model = organisations.TRAINED,
) -> dict[str, Result]:
    """What became of each listed employer, by its id."""
    kept = {one.id: one for one in known}

    def outcome_of(key: str) -> str:
        return kept[key].outcome

    by_code: dict[str, list[str]] = defaultdict(list)
    for one in kept.values():
        if one.code:
            by_code[one.code].append(one.id)
    listed = list(rows)
    results = {
        row.id: certain([str(row.known_id)], outcome_of, FOUND_BEFORE)
        for row in listed
        if row.known_id in kept
    }
    results |= {
        row.id: certain(by_code[row.credit_code], outcome_of, BY_CODE)
        for row in listed
        if row.id not in results and row.credit_code and row.credit_code in by_code
    }
    rest = [row for row in listed if row.id not in results]
    left = organisations.frame([listed_as(row, places, towns) for row in rest])
    right = organisations.frame([kept_as(one, places) for one in kept.values()])
    here = organisations.fitted(loaded(model), right)
    likely = between(left, right, here, organisations.SAID, organisations.LABELS)
    results |= {row.id: decided(likely.get(row.id, ()), outcome_of) for row in rest}
    return {row.id: _told_gone(row, results[row.id]) for row in listed}


def listed_as(row: Sighted, places: Places, towns: Towns) -> organisations.Organisation:
    place = str(row.unit_id) if row.unit_id else towns.of(row.town, row.address, row.name)
    elsewhere = towns.of(row.address)
    agreed = None if elsewhere and elsewhere != place else place  # two towns: neither is known
    return compared(row.id, row.name, row.credit_code, row.address, agreed, places)


def kept_as(one: Known, places: Places) -> organisations.Organisation:
    return compared(one.id, one.name, one.code, one.address, one.place, places)


def _told_gone(row: Sighted, result: Result) -> Result:
    """What the list says is closed is gone, whatever the register says."""
    return Result(GONE, 1.0, result.found) if row.gone else result
