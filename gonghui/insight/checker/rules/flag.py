"""A disagreement, told in words; and what all comparisons share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gonghui.insight.checker.rules.found import Found

PARTS, SHARES, RATE, TOTALS = "parts", "shares", "rate", "totals"
SUBSET, TWICE, YEARS, DATA = "subset", "twice", "years", "data"
REASONS = {
    DATA: "和数据不一致",
    PARTS: "分项和合计对不上",
    SHARES: "几个占比加起来不是 100%",
    RATE: "比率和人数、家数对不上",
    TOTALS: "两种加法得数不同",
    SUBSET: "部分比整体还大",
    TWICE: "同一件事前后两个数",
    YEARS: "年数和年份对不上",
}
MOST_FIGURES = 40  # of one sentence are compared with each other


@dataclass(frozen=True)
class Flag:
    """``says``: what the text says; ``against``: what the other number or the data says; ``why``; ``do``: what to do about it."""

    reason: str
    about: tuple[Found, ...]
    says: str
    against: str
    why: str
    do: str


def number(value: Decimal) -> str:
    """2,123 · 98.82: without zeros that say nothing."""
    text = f"{value.quantize(Decimal('0.01')):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(one: Found) -> str:
    """“独立建会953家”: the number with what it measures, as the text has it."""
    return f"“{one.noun}{one.text}”" if one.noun and one.noun in one.before else f"“{one.text}{one.noun}”"


def listed(many: Sequence[Found]) -> str:
    return "、".join(shown(one) for one in many)


def added(many: Sequence[Found]) -> str:
    """1+2=3"""
    total = sum((one.value or Decimal(0) for one in many), Decimal(0))
    return f"{'+'.join(number(one.value or Decimal(0)) for one in many)}={number(total)}"


def by_sentence(found: Sequence[Found]) -> list[list[Found]]:
    """Figures that tell of what is, sentence by sentence."""
    groups: dict[int, list[Found]] = {}
    for one in found:
        if one.kind == "statistic" and one.value is not None:
            groups.setdefault(one.sentence, []).append(one)
    return [figures[:MOST_FIGURES] for figures in groups.values()]
