"""What a value looks like, and which of several counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

from gonghui.kernel.calendar.rules import Limit
from gonghui.kernel.calendar.rules import Unit as LimitUnit

Shape = Literal["number", "range", "alternatives"]

NUMBER = r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?"
SHAPES: dict[Shape, re.Pattern[str]] = {
    "number": re.compile(NUMBER),
    "range": re.compile(rf"(?P<low>{NUMBER})\.\.(?P<high>{NUMBER})"),
    "alternatives": re.compile(rf"{NUMBER}(?:\|{NUMBER})+"),
}
SHAPE_WORDS: dict[Shape, str] = {
    "number": "一个数，例如 15 或 0.05",
    "range": "从小到大的范围，例如 1500..2200（只有一个数时两头写一样）",
    "alternatives": "可选的几个数，例如 3|5（只有一个数时写 5|5）",
}
LIMIT_UNITS: dict[str, LimitUnit] = {"日": "calendar", "工作日": "working", "个月": "months"}
COUNTRY = "CN"


class NoParameter(LookupError):
    """Nothing is set for this place on this day. Its text is a sentence for the reader."""


@dataclass(frozen=True)
class Value:
    """参数值: what counts for one unit on one day, and why.

    ``text``: "15", "1500..2200" (a range) or "3|5" (one of these); ``number``: only of a single number.
    ``jurisdiction``: "CN", a division code, or the name of the unit that set it.
    """

    text: str
    number: Decimal | None
    unit_of_measure: str
    jurisdiction: str
    source: str
    status: str
    since: date

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """Every number in it: one, the two ends of a range, or the alternatives."""
        return tuple(Decimal(part) for part in re.split(r"\.\.|\|", self.text))

    @property
    def limit(self) -> Limit:
        """As a limit that can be counted; ``ValueError`` when it is not a whole number of days or months."""
        unit = LIMIT_UNITS.get(self.unit_of_measure)
        if unit is None or self.number is None or self.number % 1:
            raise ValueError(f"{self.text} {self.unit_of_measure} 不是期限")
        return Limit(int(self.number), unit)


def shape_of(text: str) -> Shape | None:
    """Which of the three forms ``text`` has; None when none, or when a range runs backwards."""
    found = next((shape for shape, form in SHAPES.items() if form.fullmatch(text)), None)
    ends = SHAPES["range"].fullmatch(text)
    if ends and Decimal(ends["low"]) > Decimal(ends["high"]):
        return None
    return found


def number_of(text: str) -> Decimal | None:
    return Decimal(text) if shape_of(text) == "number" else None


def shortest(code: str) -> str:
    """A division code without the zeros that only fill it up: "350100" → "3501", "320000" → "32"."""
    if len(code) not in (4, 6):
        return code
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


class Placed(Protocol):
    """A value with the place it is set for: a unit, or a jurisdiction."""

    unit_id: int | None
    jurisdiction: str
    since: date


P = TypeVar("P", bound=Placed)


def rank(value: Placed, chain: Sequence[int], code: str) -> tuple[int, int, date] | None:
    """How near ``value`` is to the unit at the end of ``chain`` (ids, root first) in division ``code``.

    The greater the nearer: a unit above beats any division, the deeper unit and the longer code beat
    the others, and in one place the newer. None: it is not for here.
    """
    if value.unit_id is not None:
        return (2, chain.index(value.unit_id), value.since) if value.unit_id in chain else None
    if value.jurisdiction == COUNTRY:
        return 0, 0, value.since
    if code.startswith(value.jurisdiction):
        return 1, len(value.jurisdiction), value.since
    return None


def nearest(values: Iterable[P], chain: Sequence[int], code: str) -> P | None:
    """The one of ``values`` (of one parameter, none later than the day asked for) that counts."""
    ranked = [(found, value) for value in values if (found := rank(value, chain, code)) is not None]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None
