"""Years since something was founded, against the year it was founded in and the day of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from gonghui.insight.checker.rules.finding import STOP
from gonghui.insight.checker.rules.flag import YEARS, Flag
from gonghui.insight.checker.rules.found import DATE, Found
from gonghui.insight.checker.rules.numerals import value_of
from gonghui.insight.checker.rules.patterns import ANY

FOUNDED = "成立|建立|组建|创办|创建|设立|挂牌|启用|开办"
SINCE = re.compile(
    rf"(?P<year>(?:19|20)\d\d)年[^，。；\d]{{0,10}}?(?:{FOUNDED})|(?:{FOUNDED})于(?P<later>(?:19|20)\d\d)年"
)
SPAN = re.compile(
    rf"(?:{FOUNDED})(?:以来|至今|后)?，?(?:已有|已|有|近)?(?P<years>{ANY})(?P<more>多|余)?个?(?:周)?年(?!度|代|底|初|[一二三四五六七八九十\d]*月)"
)
DAY = re.compile(r"\D{0,8}(\d{4})[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*")
EDGE = 6  # lines at either end of a text where its own day may stand alone


def day_of(lines: Sequence[str]) -> date | None:
    """The day the text itself bears, on a line of its own near its beginning or end."""
    for line in [*lines[:EDGE], *reversed(lines[-EDGE:])]:
        if found := DAY.fullmatch(line.strip("()（） ")):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                continue
    return None


def years(found: Sequence[Found], lines: Sequence[str], day: date) -> Iterator[Flag]:
    """Two years' difference or more; counting the first or the last year, or not, is everybody's own way."""
    for number, line in enumerate(lines):
        for begin, end in _sentences(line):
            since, span = SINCE.search(line, begin, end), SPAN.search(line, begin, end)
            if since and span and (flag := _compared(found, number, since, span, day)):
                yield flag


def _sentences(line: str) -> list[tuple[int, int]]:
    stops = [one.end() for one in STOP.finditer(line)]
    return list(zip([0, *stops], [*stops, len(line)], strict=True))


def _compared(
    found: Sequence[Found], line: int, since: re.Match[str], span: re.Match[str], day: date
) -> Flag | None:
    year, told = int(since["year"] or since["later"]), value_of(span["years"])
    if told is None or told >= 1900 or abs(Decimal(day.year - year) - told) <= 1:
        return None
    about = tuple(
        one for one in found
        if one.line == line and one.kind == DATE
        and (since.start() <= one.start < since.end() or span.start() <= one.start < span.end())
    )  # fmt: skip
    if not about:
        return None
    passed = day.year - year
    return Flag(
        YEARS, about, f"文中说“{year} 年{_verb(since[0])}”，又说“{span[0]}”", f"从 {year} 年到 {day.year} 年是 {passed} 年",
        f"差了 {abs(passed - int(told))} 年", "请核对是哪一年开始的，或者一共几年",
    )  # fmt: skip


def _verb(text: str) -> str:
    found = re.search(FOUNDED, text)
    return found[0] if found else ""
