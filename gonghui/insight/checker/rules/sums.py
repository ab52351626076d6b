"""Parts and wholes within a sentence, shares that should come to a whole, and two ways of adding up the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from gonghui.insight.checker.rules.flag import (
    PARTS,
    SHARES,
    SUBSET,
    TOTALS,
    Flag,
    added,
    by_sentence,
    listed,
    number,
    shown,
)
from gonghui.insight.checker.rules.found import Found, summed
from gonghui.insight.checker.rules.scope import same_scope
from gonghui.insight.checker.rules.wording import PLAIN, head_of, is_flow, may_overlap, opposite

OPENS = re.compile(r"其中|包括|分为|分别|分[^，。；]{0,4}类|(?:^|，)由|[:：]")
WHOLLY = re.compile(r"分为|[分共][^，。；]{0,4}类|组成|两部分")
CLOSES = re.compile(r"(?:^|[，、；])\s*(?:一共|总共|合计|共计|总计|[两三四五]项共|共)有?$")
EACH = re.compile(r"每|人均|户均|平均")
BREAK = re.compile(r"[；;。]")
LEAST_SHARE, MOST_SHARE = Decimal(95), Decimal(105)
WHOLE = Decimal(100)
MOST_TOTALS = 100  # of one text are compared with each other


def sums(found: Sequence[Found], lines: Sequence[str]) -> Iterator[Flag]:
    for figures in by_sentence(found):
        yield from _of_a_whole(figures, lines)
        yield from _to_a_whole(figures, lines)
        yield from _shares(figures)
    yield from _two_totals(found, lines)


def agreed(found: Sequence[Found], lines: Sequence[str]) -> list[tuple[Found, list[Found]]]:
    """Wholes whose parts come to exactly them."""
    made = []
    for figures in by_sentence(found):
        for whole, parts in [*wholes(figures, lines), *_ends(figures, lines)]:
            kept = _fitting(whole, parts)
            if kept:
                made.append((whole, kept))
    return made


def wholes(figures: list[Found], lines: Sequence[str]) -> Iterator[tuple[Found, list[Found]]]:
    """A whole, and the parts told of it after 其中, 包括, 分为 …; of the same unit, up to the next break."""
    for at, whole in enumerate(figures):
        rest = [
            one
            for one in figures[at + 1 :]
            if one.class_ == whole.class_ and one.line == whole.line and not EACH.search(one.before)
        ]
        if whole.unit in ("%", "") or not rest or not _opens(_between(whole, rest[0], lines)):
            continue
        parts = [rest[0]]
        for last, one in pairwise(rest):
            gap = _between(last, one, lines)
            if BREAK.search(gap) or OPENS.search(gap) or CLOSES.search(gap) or re.search("另|此外", gap):
                break
            parts.append(one)
        yield whole, parts


def _opens(gap: str) -> bool:
    return bool(OPENS.search(gap)) and not BREAK.search(gap)


def _ends(figures: list[Found], lines: Sequence[str]) -> Iterator[tuple[Found, list[Found]]]:
    """A whole told last: 共, 合计."""
    for at, whole in enumerate(figures):
        parts = [one for one in figures[:at] if one.class_ == whole.class_ and one.line == whole.line]
        if (
            len(parts) > 1
            and whole.unit not in ("%", "")
            and CLOSES.search(_between(figures[at - 1], whole, lines))
        ):
            yield whole, parts


def _between(one: Found, other: Found, lines: Sequence[str]) -> str:
    return lines[one.line][one.end : other.start]


def _fitting(whole: Found, parts: list[Found]) -> list[Found]:
    """The first parts that come to the whole; [] when none do."""
    for many in range(len(parts), 1, -1):
        if summed(parts[:many]).meets(whole.interval):
            return parts[:many]
    return []


def _of_a_whole(figures: list[Found], lines: Sequence[str]) -> Iterator[Flag]:
    for whole, parts in wholes(figures, lines):
        if _fitting(whole, parts):
            continue
        larger = next((one for one in parts if whole.interval.below(one.interval)), None)
        if larger is not None:
            yield _larger(larger, whole)
        elif len(parts) > 1 and not may_overlap(parts) and _unequal(whole, parts, lines):
            yield _unlike(whole, parts)


def _unequal(whole: Found, parts: list[Found], lines: Sequence[str]) -> bool:
    """More than the whole; or less, though the text names every part."""
    said = lines[whole.line]
    end = next((place for mark in "。！？" if (place := said.find(mark, whole.end)) >= 0), len(said))
    wholly = WHOLLY.search(said[whole.end : end]) or (len(parts) == 2 and opposite(*parts))
    together = summed(parts)
    return whole.interval.below(together) or bool(wholly and together.below(whole.interval))


def _larger(part: Found, whole: Found) -> Flag:
    return Flag(
        SUBSET, (part, whole), f"文中说{shown(part)}", f"可整体是{shown(whole)}", "部分不会比整体大",
        "请核对这两个数，或者写清楚它们不是一个范围",
    )  # fmt: skip


def _unlike(whole: Found, parts: list[Found]) -> Flag:
    together = sum((one.value or Decimal(0) for one in parts), Decimal(0))
    off = number(abs(together - (whole.value or Decimal(0))))
    return Flag(
        PARTS, (whole, *parts), f"文中说合计{shown(whole)}", f"各项加起来是 {added(parts)}",
        f"相差 {off}", "请核对各项和合计；还有别的项，或者各项有重复的，请写出来",
    )  # fmt: skip


def _to_a_whole(figures: list[Found], lines: Sequence[str]) -> Iterator[Flag]:
    for whole, parts in _ends(figures, lines):
        if not _fitting(whole, parts):
            yield _unlike(whole, parts)


# -- shares ------------------------------------------------------------------------------------------------------


def _shares(figures: list[Found]) -> Iterator[Flag]:
    shares = [one for one in figures if one.unit == "%" and _is_share(one)]
    if len(shares) < 2 or len({one.noun for one in shares}) < len(shares):
        return
    together = sum((one.value or Decimal(0) for one in shares), Decimal(0))
    slack = sum((one.step / 2 for one in shares), Decimal(0))
    off = WHOLE - together
    if abs(off) <= slack or not LEAST_SHARE <= together <= MOST_SHARE:
        return
    rest = f"还有 {number(off)}% 没有说明" if off > 0 else f"多出 {number(-off)}%"
    yield Flag(
        SHARES, tuple(shares), f"文中说{listed(shares)}", f"加起来是 {number(together)}%", rest,
        "请补上其余的是什么，或者核对这几个占比",
    )  # fmt: skip


def _is_share(one: Found) -> bool:
    return "占" in one.before.replace("占比", "")


# -- two totals --------------------------------------------------------------------------------------------------


def _two_totals(found: Sequence[Found], lines: Sequence[str]) -> Iterator[Flag]:
    """Each sum is told once, against the first that differs."""
    totals = [one for figures in by_sentence(found) for one in _totals(figures)][:MOST_TOTALS]
    told: set[int] = set()
    for (at, first), (later, second) in combinations(enumerate(totals), 2):
        if (
            later in told
            or at in told
            or len(first) == len(second) == 1
            or not _comparable(first, second, lines)
        ):
            continue
        if not summed(first).meets(summed(second)):
            told.add(later)
            yield _differing(first, second)


def _comparable(first: list[Found], second: list[Found], lines: Sequence[str]) -> bool:
    if first[0].sentence == second[0].sentence and 1 in (len(first), len(second)):
        return False  # a whole and its parts, told above
    heads = {head_of(one) for one in first} & {head_of(one) for one in second} - {""}
    return bool(heads) and first[0].class_ == second[0].class_ and same_scope(first[0], second[0], lines)


def _totals(figures: list[Found]) -> Iterator[list[Found]]:
    """Pairs that leave nothing over; and what is told outright to be all."""
    for one in figures:
        if one.unit in ("家", "个") and PLAIN.fullmatch(one.noun) and not one.after and not is_flow(one):
            yield [one]
    for unit in {one.class_ for one in figures if one.unit != "%"}:
        alike = [one for one in figures if one.class_ == unit]
        for first, second in pairwise(alike):
            if opposite(first, second) and not any(is_flow(one) for one in (first, second)):
                yield [first, second]


def _differing(first: list[Found], second: list[Found]) -> Flag:
    values = [sum((one.value or Decimal(0) for one in many), Decimal(0)) for many in (first, second)]
    said = [f"{listed(many)}，{added(many)}" if len(many) > 1 else listed(many) for many in (first, second)]
    return Flag(
        TOTALS, (*first, *second), f"文中一处说{said[0]}", f"另一处说{said[1]}",
        f"说的都是{head_of(first[0]) or head_of(first[-1])}，一个是 {number(values[0])}，一个是 {number(values[1])}，相差 {number(abs(values[0] - values[1]))}",
        "请核对是不是同一天、同一个范围；不是的话，请在文中写明",
    )  # fmt: skip
