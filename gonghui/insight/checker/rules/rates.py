"""Rates against the counts told beside them, within a sentence: 入会率 = 会员 / 职工; 占 x% of what was told before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from gonghui.insight.checker.rules.flag import RATE, Flag, by_sentence, listed, number, shown
from gonghui.insight.checker.rules.found import Found, Interval, summed
from gonghui.insight.checker.rules.sums import wholes
from gonghui.insight.checker.rules.wording import FLOW, RATES, TRAITS, is_flow, opposite

DUE = re.compile(r"^应|本应|应当")  # 应换届, 应收: what a rate is of
HUNDRED = Decimal(100)
OF_THAT = re.compile(r"(?:^|[，、])占(?:比|总数的?|到)?$")


def rates(found: Sequence[Found], lines: Sequence[str]) -> Iterator[Flag]:
    for figures in by_sentence(found):
        for at, rate in enumerate(figures):
            if rate.unit != "%" or FLOW.search(rate.before):
                continue
            made = _share_of(figures[:at], rate, lines) or _named(figures, rate)
            if made is not None:
                yield from _compared(rate, *made)


def _share_of(
    before: list[Found], rate: Found, lines: Sequence[str]
) -> tuple[list[Found], list[Found]] | None:
    """“会员 1200 人，其中农民工会员 480 人，占 40%”: the number just before it, of the one before that."""
    named = _part_of_its_name(before, rate, lines)
    if named is not None:
        return named
    if len(before) < 2 or not OF_THAT.search(lines[rate.line][before[-1].end : rate.start]):
        return None
    part, wholes = before[-1], [one for one in before[:-1] if one.class_ == before[-1].class_]
    return (
        ([part], wholes[-1:])
        if wholes and part.unit != "%" and not part.interval.below(Interval(Decimal(0), None))
        else None
    )


def _part_of_its_name(
    before: list[Found], rate: Found, lines: Sequence[str]
) -> tuple[list[Found], list[Found]] | None:
    """“会员 90 人，其中男会员 40 人，女会员 50 人，女会员占 55%”: a part told by the same name."""
    if "占" not in rate.before or "占比" in rate.before:
        return None
    for whole, parts in wholes(before, lines):
        same = [one for one in parts if one.noun == rate.noun]
        if len(same) == 1:
            return same, [whole]
    return None


def _named(figures: list[Found], rate: Found) -> tuple[list[Found], list[Found]] | None:
    """By the rate's name: the one count its numerator is, and the one count, or the two halves, its denominator is."""
    name = next((one for one in RATES if one in rate.noun or one in rate.before), "")
    if not name:
        return None
    counts = [one for one in figures if one.unit != "%" and not is_flow(one)]
    top, bottom = (re.compile(words) for words in RATES[name])
    traits = set(TRAITS.findall(rate.noun))
    due = [one for one in counts if DUE.search(one.noun)]
    uppers = [
        one
        for one in counts
        if top.search(_said(one)) and traits == set(TRAITS.findall(_said(one))) and one not in due
    ]
    lowers = due or [one for one in counts if bottom.search(one.noun) and not top.search(one.noun)]
    for first, second in pairwise(counts):
        if first in uppers and first.class_ == second.class_ and opposite(first, second):
            return [first], [first, second]
    uppers = [one for one in uppers if one not in lowers]
    if len(uppers) == 1 and len(lowers) == 1 and uppers[0].class_ == lowers[0].class_:
        return (uppers, lowers) if traits == set(TRAITS.findall(lowers[0].noun)) else None
    return None


def _said(one: Found) -> str:
    return one.noun + one.after


def _compared(rate: Found, part: list[Found], whole: list[Found]) -> Iterator[Flag]:
    may_be = _quotient(summed(part), summed(whole))
    if may_be is None or may_be.meets(rate.interval):
        return
    top = sum((one.value or Decimal(0) for one in part), Decimal(0))
    bottom = sum((one.value or Decimal(0) for one in whole), Decimal(0))
    yield Flag(
        RATE, (rate, *part, *(one for one in whole if one not in part)), f"文中说{shown(rate)}",
        f"按{listed([*part, *(one for one in whole if one not in part)])}算，{number(top)}÷{number(bottom)}={number(top / bottom * HUNDRED)}%",
        "比率和算出来的不一样，不是四舍五入的差别", "请核对比率、分子和分母；分母不是这个数的，请写明是什么",
    )  # fmt: skip


def _quotient(part: Interval, whole: Interval) -> Interval | None:
    """In percent, over all values the two wordings leave open."""
    if whole.low <= 0:
        return None
    low = part.low / whole.high * HUNDRED if whole.high else Decimal(0)
    return Interval(low, None if part.high is None else part.high / whole.low * HUNDRED)
