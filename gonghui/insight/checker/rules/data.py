"""Numbers of a text against the figures of a unit on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from gonghui.insight.checker.rules.flag import DATA, Flag, shown
from gonghui.insight.checker.rules.found import STATISTIC, Found
from gonghui.insight.checker.rules.scope import is_called, places, sentence_before
from gonghui.insight.checker.rules.wording import is_flow

YEAR, LATELY = "year", "lately"  # from the first of January; three years
COMMON_UNITS = ({"人", "名", "位"}, {"家", "个"}, {"元"}, {"%"}, {"件", "起"}, {"次", "场"})
LEVEL = re.compile(r"全([国省市县区镇乡厂])")
A_YEAR = re.compile(r"((?:19|20)\d\d)年")
YEAR_TOLD, LATELY_TOLD = re.compile(r"[今本]年"), re.compile(r"[近这]?[3三]年(?:来|间|以来)|[近这][3三]年")
ELSEWHEN = re.compile(r"去年|上年|前年|上半年|下半年|季度|\d{1,2}月|期间|以来|年来|此前|原来|过去|同期")
BREAK = re.compile(r"[；;]")
BEFORE = re.compile(
    r"(?:[\u4e00-\u9fff]*[省市县区镇乡厂])?(?:拥有|建立|建有|组建|吸纳|发展)?(?:基层|各级)?(?:工会)?"
)
AFTER = re.compile(
    r"(?:总|人|总人)?数?|总量|数量"
)  # a noun may have these around the words an indicator goes by


@dataclass(frozen=True)
class Known:
    """A figure there is: ``words``, how texts name it; ``value``: in ``unit``, shares in percent; ``text``, ``meaning``, ``url`` for people.

    ``span``: over what it counts: "" stands for what there is on the day, else ``YEAR`` or ``LATELY``.
    """

    key: str
    label: str
    unit: str
    words: tuple[str, ...]
    value: Decimal
    text: str
    meaning: str
    span: str = ""
    url: str = ""


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
    lead: Found | None = None
    for one in found:
        if one.kind != STATISTIC:
            continue
        if lead is None or not _in_one(lead, one, lines):
            lead = one
        if _is_here(one, lines, unit_name) and not _of_another(lead, one, known, lines):
            said = sentence_before(one, lines) + one.before
            best = _best(one, [each for each in known if _is_then(said, as_of, each.span)])
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


def _in_one(lead: Found, one: Found, lines: Sequence[str]) -> bool:
    """Up to a full stop or semicolon."""
    return lead.sentence == one.sentence and not BREAK.search(lines[one.line][lead.end : one.start])


def _of_another(lead: Found, one: Found, known: Sequence[Known], lines: Sequence[str]) -> bool:
    """It follows a number of something that is no figure of ours: “民办单位建会 12 个，会员 90 人” tells of their members."""
    if lead is one or LEVEL.search(sentence_before(one, lines)):
        return False
    return _best(lead, known) is None


def _rounded(value: Decimal, found: Found) -> Decimal:
    """A share is compared as fine as it was written."""
    return value.quantize(found.step, ROUND_HALF_UP) if found.unit == "%" and found.step <= 1 else value


def _best(one: Found, known: Sequence[Known]) -> Known | None:
    """The figure whose words fit best: the longest that stand in the noun, when nothing finer is said beside them."""
    fits = [(len(word), each) for each in known for word in each.words if _fits(one, each, word)]
    longest = max((length for length, _ in fits), default=0)
    best = {each.key: each for length, each in fits if length == longest}
    return next(iter(best.values())) if len(best) == 1 else None


def _fits(one: Found, known: Known, word: str) -> bool:
    if word not in one.noun or not _alike(one.unit, known.unit):
        return False
    before, _, after = one.noun.partition(word)
    if not BEFORE.fullmatch(before) or not AFTER.fullmatch(after):
        return False  # something finer: those that reach a standard, those visited
    return not is_flow(one) or is_flow_word(word)


def is_flow_word(word: str) -> bool:
    return "新" in word or "增" in word


def _alike(one: str, other: str) -> bool:
    return (
        one in (other, "")
        and other != "%"
        or one == other
        or any({one, other} <= same for same in COMMON_UNITS)
    )


def _is_here(one: Found, lines: Sequence[str], unit_name: str) -> bool:
    levels = LEVEL.findall(sentence_before(one, lines))
    if levels and levels[-1] not in unit_name:
        return False
    named = places(one, lines)
    return not named or any(is_called(name, unit_name) for name in named)


def _is_then(said: str, as_of: date, span: str) -> bool:
    """The sentence speaks of the figure's own time; of the day itself when it names no time."""
    years = A_YEAR.findall(said)
    this_year = years[-1:] in ([], [str(as_of.year)])
    if span == LATELY:
        return bool(LATELY_TOLD.search(said))
    if LATELY_TOLD.search(said) or ELSEWHEN.search(said) or not this_year:
        return False
    return span != YEAR or bool(years or YEAR_TOLD.search(said))
