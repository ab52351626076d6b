"""Numbers of a text against the figures of a unit on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gonghui.insight.checker.rules.flag import DATA, Flag, shown
from gonghui.insight.checker.rules.found import STATISTIC, Found
from gonghui.insight.checker.rules.scope import is_called, places, sentence_before
from gonghui.insight.checker.rules.wording import OTHERS, TRAITS, is_flow

COMMON_UNITS = ({"人", "名", "位"}, {"家", "个"}, {"元"}, {"%"}, {"件", "起"}, {"次", "场"})
LEVEL = re.compile(r"全([国省市县区镇乡厂])")
YEAR = re.compile(r"((?:19|20)\d\d)年")
ELSEWHEN = re.compile(r"去年|上年|前年|上半年|下半年|季度|\d{1,2}月|期间|以来|年来|此前|原来|过去|同期")
MARGIN = 4  # marks a noun may have beside the words an indicator goes by


@dataclass(frozen=True)
class Known:
    """A figure there is: ``words``, how texts name it; ``value``: in ``unit``, shares in percent; ``text``, ``meaning`` for people."""

    key: str
    label: str
    unit: str
    words: tuple[str, ...]
    value: Decimal
    text: str
    meaning: str


@dataclass(frozen=True)
class Matched:
    """A number of the text and the figure it seems to tell."""

    found: Found
    known: Known

    @property
    def agrees(self) -> bool:
        span, value = self.found.interval, _rounded(self.known.value, self.found)
        return span.low <= value and (span.high is None or value <= span.high)


def matched(
    found: Sequence[Found], known: Sequence[Known], lines: Sequence[str], *, unit_name: str, as_of: date
) -> Iterator[Matched]:
    """Only what speaks of this unit and this day, in words an indicator goes by."""
    for one in found:
        if one.kind == STATISTIC and _is_here(one, lines, unit_name) and _is_now(one, lines, as_of):
            best = _best(one, known)
            if best is not None:
                yield Matched(one, best)


def differing(pairs: Sequence[Matched], as_of: date) -> Iterator[Flag]:
    for one in pairs:
        if not one.agrees:
            known = one.known
            yield Flag(
                DATA, (one.found,), f"文中说{shown(one.found)}", f"{as_of:%Y-%m-%d} 的数据里，{known.label}是 {known.text}",
                f"这里的“{known.label}”指：{known.meaning}", f"请核对：文中的数改成 {known.text}，或者写明是哪一天、什么口径的数",
            )  # fmt: skip


def _rounded(value: Decimal, found: Found) -> Decimal:
    """A share is compared as fine as it was written."""
    return value.quantize(found.step) if found.unit == "%" and found.step <= 1 else value


def _best(one: Found, known: Sequence[Known]) -> Known | None:
    """The figure whose words fit best: the longest that stand in the noun, when nothing finer is said beside them."""
    fits = [(len(word), each) for each in known for word in each.words if _fits(one, each, word)]
    longest = max((length for length, _ in fits), default=0)
    best = {each.key: each for length, each in fits if length == longest}
    return next(iter(best.values())) if len(best) == 1 else None


def _fits(one: Found, known: Known, word: str) -> bool:
    if word not in one.noun or not _alike(one.unit, known.unit):
        return False
    rest = one.noun.replace(word, "", 1)
    finer = TRAITS.search(rest) or OTHERS.search(rest) or (is_flow(one) and not is_flow_word(word))
    return len(rest) <= MARGIN and not finer


def is_flow_word(word: str) -> bool:
    return "新" in word or "增" in word


def _alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= same for same in COMMON_UNITS)


def _is_here(one: Found, lines: Sequence[str], unit_name: str) -> bool:
    levels = LEVEL.findall(sentence_before(one, lines))
    if levels and levels[-1] not in unit_name:
        return False
    named = places(one, lines)
    return not named or any(is_called(name, unit_name) for name in named)


def _is_now(one: Found, lines: Sequence[str], as_of: date) -> bool:
    said = sentence_before(one, lines)
    years = YEAR.findall(said)
    return not ELSEWHEN.search(said) and (not years or years[-1] == str(as_of.year))
