"""A number of a text, and what is thought of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

STATISTIC, TARGET, RULE = "statistic", "target", "rule"
DATE, STRUCTURE, NOISE = "date", "structure", "noise"
KINDS = {
    STATISTIC: "数据", TARGET: "目标", RULE: "规定", DATE: "日期和时间", STRUCTURE: "名目", NOISE: "编号",
}  # fmt: skip
EXACT, GE, GT, LE, LT, NEAR, APPROX, RANGE = "exact", "ge", "gt", "le", "lt", "near", "approx", "range"
PEOPLE = ("人", "名", "位")


@dataclass(frozen=True)
class Interval:
    """What values a wording leaves open; both ends belong to it, None is without end."""

    low: Decimal
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        return (self.high is None or other.low <= self.high) and (
            other.high is None or self.low <= other.high
        )

    def below(self, other: Interval) -> bool:
        """Surely smaller."""
        return self.high is not None and self.high < other.low


@dataclass(frozen=True)
class Found:
    """One number. ``line`` counts from 0; ``start`` and ``end`` are places in that line; shares are in percent.

    ``noun``: what it seems to measure; ``before``, ``after``: the words of its own clause around it; ``sentence``: its
    number in the text; ``step``: how fine it was written; ``open_end``: 逾, 超过 say nothing of how much more.
    """

    line: int
    start: int
    end: int
    text: str
    kind: str
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    qualifier: str = EXACT
    step: Decimal = Decimal(1)
    open_end: bool = False
    sentence: int = 0
    noun: str = ""
    before: str = ""
    after: str = ""
    clause: str = ""

    @property
    def is_figure(self) -> bool:
        return self.kind in (STATISTIC, TARGET, RULE)

    @property
    def class_(self) -> str:
        """Units that count the same thing alike."""
        return "人" if self.unit in PEOPLE else self.unit

    @property
    def interval(self) -> Interval:
        """The values the wording leaves open."""
        assert self.value is not None
        return _interval(self)


def _interval(one: Found) -> Interval:
    value = one.value or Decimal(0)
    half = one.step / 2 if one.step != 1 or one.unit == "%" else Decimal(0)
    by_word = {
        EXACT: Interval(value - half, value + half),
        GE: Interval(value - half, None),
        GT: Interval(value, None if one.open_end else value + _place(value)),
        LE: Interval(Decimal(0), value),
        LT: Interval(Decimal(0), value),
        NEAR: Interval(value * 9 / 10, value),
        APPROX: Interval(value * 95 / 100, value * 105 / 100),
        RANGE: Interval(value, one.high),
    }
    return by_word[one.qualifier]


def _place(value: Decimal) -> Decimal:
    """The place of the last digit that is not 0: of 1,800 a hundred."""
    digits = value.normalize()
    exponent = digits.as_tuple().exponent
    return Decimal(10) ** exponent if isinstance(exponent, int) else Decimal(0)


def summed(parts: Sequence[Found]) -> Interval:
    """What the parts may come to together."""
    spans = [one.interval for one in parts]
    low = sum((one.low for one in spans), Decimal(0))
    highs = [one.high for one in spans]
    return Interval(
        low, None if None in highs else sum((one for one in highs if one is not None), Decimal(0))
    )
