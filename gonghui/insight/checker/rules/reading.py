"""A whole text read: its numbers, what they agree with, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gonghui.insight.checker.rules.data import Known, Matched, differing, matched
from gonghui.insight.checker.rules.finding import find
from gonghui.insight.checker.rules.flag import Flag
from gonghui.insight.checker.rules.found import Found
from gonghui.insight.checker.rules.pairs import pairs
from gonghui.insight.checker.rules.plain import plain
from gonghui.insight.checker.rules.rates import rates
from gonghui.insight.checker.rules.sums import agreed, sums
from gonghui.insight.checker.rules.years import day_of, years

MOST = 50_000  # marks of one text
LONGEST = 1_000  # marks of one line
TOO_LONG = "这份稿子有 {count:,} 字，一次最多核对 {most:,} 字。请分成几份再核对"


class TooLong(ValueError):
    """More than one person reads at once; carries a sentence."""


@dataclass(frozen=True)
class Reading:
    """``added``: wholes whose parts come to them; ``matched``: numbers that tell a figure of the unit, rightly or not."""

    lines: tuple[str, ...]
    found: tuple[Found, ...]
    flags: tuple[Flag, ...]
    matched: tuple[Matched, ...]
    added: tuple[tuple[Found, tuple[Found, ...]], ...]
    day: date


def lines_of(text: str) -> list[str]:
    """A text in lines; what has no line breaks is cut, rather after a full stop."""
    made: list[str] = []
    for line in text.splitlines():
        while len(line) > LONGEST:
            at = max(line.rfind(mark, 0, LONGEST) for mark in "。；，") + 1 or LONGEST
            made.append(line[:at])
            line = line[at:]
        made.append(line)
    return made


def read(lines: Sequence[str], *, day: date, known: Sequence[Known] = (), unit_name: str = "") -> Reading:
    """``day``: the figures' day, and the text's own when it bears none. ``TooLong`` beyond 50,000 marks."""
    if (count := sum(map(len, lines))) > MOST:
        raise TooLong(TOO_LONG.format(count=count, most=MOST))
    kept, lines = tuple(lines), [plain(one) for one in lines]
    found, own = find(lines), day_of(lines) or day
    told = list(matched(found, known, lines, unit_name=unit_name, as_of=day))
    flags = [
        *differing(told, day), *sums(found, lines), *rates(found, lines), *pairs(found, lines), *years(found, lines, own)
    ]  # fmt: skip
    flags.sort(key=lambda flag: (flag.about[0].line, flag.about[0].start))
    added = tuple((whole, tuple(parts)) for whole, parts in agreed(found, lines))
    return Reading(kept, tuple(found), _once(flags), tuple(told), added, own)


def _once(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """The same two numbers are not told twice for one reason."""
    kept: dict[tuple[str, frozenset[int]], Flag] = {}
    for one in flags:
        kept.setdefault((one.reason, frozenset((each.line << 20) + each.start for each in one.about)), one)
    return tuple(kept.values())
