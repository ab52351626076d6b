"""Findings in words, computed from figures. Places are compared, never people (ux.md §5.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from os.path import commonprefix

from gonghui.kernel.indicators.selectors import Figure

FAR = Decimal("0.9")  # a place under nine tenths of the whole stands out
MOST_BARS = 12
SHADES = 4
LEAST_ROOM = 90  # of the map's width of 720: a place with less keeps its number for a wider screen
LETTER = 20  # of the same width, what a letter takes on a phone


@dataclass(frozen=True)
class Place:
    """One node beside its like: ``url`` leads to the same page about it."""

    name: str
    url: str
    figure: Figure
    low: bool = False


def ordered(places: Sequence[Place], whole: Figure) -> list[Place]:
    """The largest first, those without a denominator last; shares far below the whole stand out."""
    found = sorted(
        places,
        key=lambda one: (-(one.figure.value if one.figure.value is not None else Decimal(-1)), one.name),
    )
    if not whole.indicator.is_rate or not whole.value:
        return found
    limit = Decimal(whole.value) * FAR
    return [Place(one.name, one.url, one.figure, one.figure.value is not None and one.figure.value < limit) for one in found]  # fmt: skip


def between(places: Sequence[Place], whole: Figure) -> str:
    """ "甲镇最高 98.2 %，乙镇最低 81 %" – or that they are all alike, or that there is nothing to compare."""
    told = [one for one in places if one.figure.value is not None]
    label = whole.indicator.label
    if not told:
        return f"{label}：还没有可比的数"
    if len({one.figure.value for one in told}) == 1:
        return (
            f"{label}：各处都是 {told[0].figure.text}" if len(told) > 1 else f"{label}：{told[0].figure.text}"
        )
    return f"{label}：{told[0].name}最高 {told[0].figure.text}，{told[-1].name}最低 {told[-1].figure.text}"


def over_time(figures: Sequence[Figure]) -> str:
    """How much it rose or fell from the first to the last day, in words."""
    first, last = figures[0], figures[-1]
    if first.value is None or last.value is None:
        return f"{last.indicator.label}：{last.text}，此前没有可比的数"
    more = last.value - first.value
    unit = "个百分点" if last.indicator.is_rate else f" {last.indicator.unit}"
    span = f"{first.as_of:%Y-%m-%d} 以来"
    if more == 0:
        return f"{last.indicator.label}：{span}没有变化，{last.text}"
    return f"{last.indicator.label}：{span}{'增加' if more > 0 else '减少'} {abs(more):,}{unit}，现在 {last.text}"


@dataclass(frozen=True)
class Shades:
    """How dark a place is on the map: ``limits`` are the least values of the second shade and those after it."""

    limits: tuple[Decimal, ...]

    def of(self, value: int | Decimal | None) -> int:
        """1 (lightest) and up; 0 for what has no value."""
        return 0 if value is None else 1 + sum(1 for limit in self.limits if value >= limit)

    @property
    def spans(self) -> list[tuple[int, str]]:
        """Shade and what it stands for, in words."""
        if not self.limits:
            return []
        ends = [f"不到 {self.limits[0]:,}"]
        ends += [f"{low:,} 到 {high:,}" for low, high in pairwise(self.limits)]
        return list(enumerate([*ends, f"{self.limits[-1]:,} 以上"], 1))


def shades(values: Sequence[int | Decimal | None]) -> Shades:
    """About as many places in each of four shades; fewer where the values are few or alike."""
    told = sorted(Decimal(value) for value in values if value is not None)
    cuts = {told[len(told) * part // SHADES] for part in range(1, SHADES)} if told else set()
    return Shades(tuple(sorted(cut for cut in cuts if cut > told[0])))


def short_names(names: Sequence[str]) -> list[str]:
    """As they are told on the ground: without the ending all of them share ("甲镇", of "甲镇…会")."""
    if len(names) < 2:
        return list(names)
    backwards = [name[::-1] for name in names]
    shared = len(commonprefix(backwards))
    cut = [name[: len(name) - shared] for name in names]
    return cut if all(len(one) >= 2 for one in cut) else list(names)
