"""盲区: what a listed employer or worker is compared by, and what follows from the likenesses. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from gonghui.kernel.linkage.between import Likeness
from gonghui.kernel.linkage.organisations import Organisation
from gonghui.registers.employers.rules.names import Places, plain, taken_apart

COVERED, MISSING, AMBIGUOUS, GONE = "covered", "missing", "ambiguous", "gone"
OUTCOMES = {COVERED: "已覆盖", MISSING: "没覆盖", AMBIGUOUS: "要人核对", GONE: "已注销或离开"}
TONES = {COVERED: "ok", MISSING: "warn", AMBIGUOUS: "info", GONE: "mute"}
SURE = 0.9  # share of the probability from which a row is decided without a person
SURELY_MISSING = 0.97  # and for saying that somebody has no union: a letter and a visit follow from it
SHOWN = 0.02  # a candidate below this share is not shown
EVIDENCE = 3  # candidates kept for a row
EMPLOYER, GROUP, WORKER = "employer", "group", "worker"
ALONE_FROM = 25  # members from which a unit founds a union of its own (中国工会章程 art. 25)
LARGE, SMALL = f"{ALONE_FROM} 人以上的单位", f"{ALONE_FROM} 人以下的单位"
UNKNOWN_GROUP, WORKERS = "人数不详的单位", "职工"
STREET = re.compile(
    r"([\u4e00-\u9fff]{2,8}?(?:大道|大街|路|街|巷|弄|工业园|产业园|园区|小区|社区|村|港))(?:(\d+)(?:号|幢|栋|-|$))?"
)


@dataclass(frozen=True)
class Worker:
    """One person named on a list; numbers as keyed hashes only."""

    name: str
    id_index: bytes | None = None
    mobile_index: bytes | None = None
    birth_year: int | None = None


@dataclass(frozen=True)
class Sighted:
    """One row of a list or a survey: an employer or a group of workers that somebody saw.

    ``id``: unique in the comparison; ``town``: as written; ``gone``: the list itself says that it is closed; ``known_id``:
    the register's row it has been found to be; ``at``: where it stands, for people.
    """

    id: str
    kind: str
    name: str
    credit_code: str | None = None
    address: str = ""
    unit_id: int | None = None
    grid_id: int | None = None
    line_id: int | None = None
    people: int | None = None
    workers: tuple[Worker, ...] = ()
    source: str = ""
    seen_on: date | None = None
    town: str = ""
    gone: bool = False
    known_id: str | None = None
    at: str = ""


@dataclass(frozen=True)
class Known:
    """One employer of the register. ``place``: its town's key; ``union``: the unit that covers it."""

    id: str
    name: str
    code: str | None
    address: str
    place: str
    union: int | None
    closed: bool
    grid_id: int | None = None
    line_id: int | None = None

    @property
    def outcome(self) -> str:
        return GONE if self.closed else COVERED if self.union is not None else MISSING


@dataclass(frozen=True)
class Candidate:
    """A row of the register that may be the listed one: its key, its share of the probability, and why."""

    id: str
    share: float
    outcome: str
    evidence: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True)
class Result:
    """What became of one row. ``share``: how sure; ``found``: the rows of the register it may be, likeliest first."""

    outcome: str
    share: float
    found: tuple[Candidate, ...] = field(default=())

    @property
    def match(self) -> str | None:
        """The register's row that it is, when that is sure."""
        return self.found[0].id if self.found and self.found[0].share >= SURE else None


Town = Callable[[str], str | None]


def compared(
    key: str, name: str, code: str | None, address: str, place: str | None, places: Places
) -> Organisation:
    """An employer as it is compared."""
    parts = taken_apart(name, places)
    street, door = doors(address, places)
    return {
        "id": key, "whole": plain(name), "mark": parts.mark, "trade": parts.trade, "sound": parts.sound, "heard": parts.heard, "branch": parts.branch,
        "code": code or None, "street": street, "door": door, "place": place,
    }  # fmt: skip


def doors(address: str, places: Places) -> tuple[str | None, str | None]:
    """Street, and street with number, of an address as people write it; None for what it does not say."""
    text = plain(address)
    while (head := places.at_head(text)) and len(text) > len(head):
        text = text[len(head) :]
    found = STREET.search(text)
    if found is None:
        return None, None
    return found[1], found[1] + found[2] if found[2] else None


def decided(likenesses: Iterable[Likeness], outcome_of: Callable[[str], str]) -> Result:
    """At most one row of the register is the listed one: their odds against each other and against none.

    What counts is what becomes of the row: two likely rows of the same outcome leave no doubt about it.
    """
    rows = list(likenesses)
    whole = 1.0 + sum(one.odds for one in rows)
    found = [
        Candidate(one.right, round(one.odds / whole, 4), outcome_of(one.right), one.evidence) for one in rows
    ]
    shares = {MISSING: 1.0 / whole}
    for one in found:
        shares[one.outcome] = shares.get(one.outcome, 0.0) + one.share
    best = max(shares, key=lambda key: shares[key])
    shown = tuple(one for one in found[:EVIDENCE] if one.share >= SHOWN)
    sure = shares[best]
    needed = SURELY_MISSING if best == MISSING else SURE
    return Result(best if sure >= needed else AMBIGUOUS, round(min(sure, 1.0), 4), shown)


def certain(keys: Sequence[str], outcome_of: Callable[[str], str], label: str) -> Result:
    """By an equal number: one row, or several of the same outcome; otherwise a person looks."""
    outcomes = {outcome_of(key) for key in keys}
    share = 1.0 / len(keys)
    found = tuple(Candidate(key, round(share, 4), outcome_of(key), ((label, "相同", 0.0),)) for key in keys)
    return Result(outcomes.pop() if len(outcomes) == 1 else AMBIGUOUS, 1.0, found[:EVIDENCE])


@dataclass(frozen=True)
class KnownPerson:
    """One file of the membership register. ``union``: of the open membership; None when it has ended."""

    id: str
    union: int | None
    id_index: bytes

    @property
    def outcome(self) -> str:
        return MISSING if self.union is None else COVERED


@dataclass(frozen=True)
class Row:
    """One answer: a listed employer, or one worker named on the list. ``at``: the row of the list it came from."""

    id: str
    at: str
    kind: str
    name: str
    town: str
    people: int | None
    group: str
    grid_id: int | None
    line_id: int | None
    result: Result

    @property
    def cell(self) -> tuple[int, int, str]:
        """Grid, line and group, 0 for none: where the row counts."""
        return self.grid_id or 0, self.line_id or 0, self.group


def figures(rows: Iterable[Row]) -> dict[tuple[int, int, str], dict[str, int]]:
    """How many rows of each outcome there are by grid, line and group; every row counts in exactly one place."""
    found: dict[tuple[int, int, str], dict[str, int]] = {}
    for row in rows:
        counts = found.setdefault(row.cell, dict.fromkeys(OUTCOMES, 0))
        counts[row.result.outcome] += 1
    return found


def totals(rows: Iterable[Row]) -> dict[str, int]:
    counts = dict.fromkeys(OUTCOMES, 0)
    for row in rows:
        counts[row.result.outcome] += 1
    return counts


def group_of(people: int | None) -> str:
    """By size, as the law asks: from 25 on a unit founds a union of its own, below it may join another's."""
    if people is None:
        return UNKNOWN_GROUP
    return LARGE if people >= ALONE_FROM else SMALL


def packed(row: Row) -> dict[str, Any]:
    """A row as it is kept in a file."""
    return asdict(row)


def unpacked(kept: dict[str, Any]) -> Row:
    """A row as it was, from what ``packed`` made of it and JSON brought back."""
    result = kept["result"]
    found = tuple(
        Candidate(one["id"], one["share"], one["outcome"], tuple((a, b, c) for a, b, c in one["evidence"]))
        for one in result["found"]
    )
    return Row(**{**kept, "result": Result(result["outcome"], result["share"], found)})
