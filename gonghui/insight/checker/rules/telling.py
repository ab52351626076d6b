"""What was read, as plain data: for programs, and for the page that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gonghui.insight.checker.rules.data import Matched
from gonghui.insight.checker.rules.flag import REASONS, Flag
from gonghui.insight.checker.rules.found import KINDS, Found
from gonghui.insight.checker.rules.reading import Reading


def summary(reading: Reading) -> dict[str, int]:
    """How many numbers, how many of them agree with the data, sums that come out, flags."""
    return {
        "numbers": sum(one.is_figure for one in reading.found),
        "compared": len(reading.matched),
        "agreeing": sum(one.agrees for one in reading.matched),
        "sums": len(reading.added),
        "flags": len(reading.flags),
    }


def told(reading: Reading) -> dict[str, Any]:
    """Lines count from 1, as people count them."""
    matched = {id(one.found): one for one in reading.matched}
    figures = [one for one in reading.found if one.is_figure]
    return {
        "totals": summary(reading),
        "numbers": [figure(one, matched.get(id(one))) for one in figures],
        "sums": [{"whole": whole.text, "parts": [one.text for one in parts], "line": whole.line + 1} for whole, parts in reading.added],
        "flags": [_flag(one) for one in reading.flags],
    }  # fmt: skip


def figure(one: Found, matched: Matched | None) -> dict[str, Any]:
    data = matched and {"key": matched.known.key, "label": matched.known.label, "text": matched.known.text, "agrees": matched.agrees, "url": matched.known.url}  # fmt: skip
    return {
        "line": one.line + 1, "start": one.start, "end": one.end, "text": one.text, "measures": one.noun, "value": str(one.value),
        "to": None if one.high is None else str(one.high), "unit": one.unit, "qualifier": one.qualifier, "kind": one.kind,
        "kind_label": KINDS[one.kind], "data": data,
    }  # fmt: skip


def _flag(one: Flag) -> dict[str, Any]:
    return {
        "reason": one.reason, "label": REASONS[one.reason], "says": one.says, "against": one.against, "why": one.why, "do": one.do,
        "numbers": [{"line": each.line + 1, "start": each.start, "text": each.text} for each in one.about],
    }  # fmt: skip


Place = tuple[int, int]  # line, start


def pieces(reading: Reading) -> list[list[dict[str, Any]]]:
    """Each line cut where numbers stand. ``flags``: the numbers (from 1) of the flags a piece is part of; ``begins``: of
    those it is the first place of.
    """
    looks: dict[str, dict[Place, list[int]]] = {"flags": {}, "begins": {}}
    for number, flag in enumerate(reading.flags, 1):
        for name, about in (("flags", flag.about), ("begins", flag.about[:1])):
            for one in about:
                looks[name].setdefault((one.line, one.start), []).append(number)
    agreed = {(one.found.line, one.found.start) for one in reading.matched if one.agrees}
    by_line: dict[int, list[Found]] = {}
    for one in reading.found:
        if one.is_figure or (one.line, one.start) in looks["flags"]:
            by_line.setdefault(one.line, []).append(one)
    return [_cut(line, by_line.get(at, ()), looks, agreed) for at, line in enumerate(reading.lines)]


def _cut(
    line: str, marked: Sequence[Found], looks: dict[str, dict[Place, list[int]]], agreed: set[Place]
) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    at = 0
    for one in marked:
        place = (one.line, one.start)
        told = {name: numbers.get(place, []) for name, numbers in looks.items()}
        made.append({"text": line[at : one.start]})
        made.append({"text": line[one.start : one.end], "number": True, "agrees": place in agreed} | told)
        at = one.end
    return [piece for piece in [*made, {"text": line[at:]}] if piece["text"]]
