"""Every number of a text, in order, with its value, unit, qualifier, kind and what it seems to measure. Pure; never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gonghui.insight.checker.rules.context import MASK, kind_of, noun_of, words
from gonghui.insight.checker.rules.found import APPROX, EXACT, GE, NOISE, RANGE, STRUCTURE, Found
from gonghui.insight.checker.rules.numerals import DIGITS, MYRIADS, step_of, value_of
from gonghui.insight.checker.rules.patterns import BLOCKED, FIGURE, QUALIFIERS, STRICT
from gonghui.insight.checker.rules.plain import plain

STOP = re.compile(r"[。！？!?]")
COMMA, LIST = "，。；：！？!?;\t", "，。；：！？!?;\t、:"
WHOLE = "。！？!?；;"
NUMERAL = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿]")
ROUND = set("百千万亿")
LEAST = re.compile(r"至少|不少于|起码")
BARE = re.compile(r"(?:为|是|[:：]|达到?|共|计|\t)\s*$")
PLAIN_UNITS = {"个工作日": "工作日", "百分点": "个百分点"}


@dataclass(frozen=True)
class Line:
    """One line: ``text`` as compared, ``masked`` without anything that is no figure, ``worded`` without days and references."""

    number: int
    text: str
    masked: str
    worded: str


def find(lines: Sequence[str]) -> list[Found]:
    """The numbers of these lines (at most a few thousand marks each); positions are those of the lines as given."""
    found: list[Found] = []
    sentence = 0
    for number, raw in enumerate(lines):
        text = plain(raw)
        others, line = _others(number, text)
        figures = _with_words(line, list(_figures(line)))
        stops = [one.end() for one in STOP.finditer(text)]
        for one in sorted([*others, *figures], key=lambda found: found.start):
            found.append(replace(one, sentence=sentence + sum(stop <= one.start for stop in stops)))
        sentence += len(stops) + 1
    return found


def _others(number: int, text: str) -> tuple[list[Found], Line]:
    """What looks like a number and is no figure; and the line without it."""
    found, masked, worded = [], text, text
    for kind, pattern in BLOCKED:
        for match in list(pattern.finditer(masked)):
            blank = MASK * len(match[0])
            masked = masked[: match.start()] + blank + masked[match.end() :]
            if kind != STRUCTURE:
                worded = worded[: match.start()] + blank + worded[match.end() :]
            if NUMERAL.search(match[0]):
                found.append(Found(number, match.start(), match.end(), match[0], kind))
    return found, Line(number, text, masked, worded)


def _figures(line: Line) -> Iterator[Found]:
    for match in FIGURE.finditer(line.masked):
        made = _made(line, match)
        if made is not None:
            yield made


def _made(line: Line, match: re.Match[str]) -> Found | None:
    start = match.start("ahead") if match["ahead"] else _first(match)
    end = match.end()
    one = Found(line.number, start, end, line.text[start:end].strip(), STRUCTURE)
    if match["number"]:
        return _counted(line, match, one)
    value = _share(match)
    return (
        None if value is None else replace(one, kind="", value=value, unit="%", qualifier=_qualifier(match))
    )


def _first(match: re.Match[str]) -> int:
    starts = [
        match.start(name) for name in ("number", "percent", "thirds", "tenths", "moiety") if match[name]
    ]
    at = min(starts)
    return at - len("百分之") if match["percent"] else at


def _share(match: re.Match[str]) -> Decimal | None:
    """百分之八十, 八成五, 三分之二, 半数: in percent."""
    if match["percent"]:
        return value_of(match["percent"])
    if match["moiety"]:
        return Decimal(50)
    if match["tenths"]:
        half = 5 if match["half"] == "半" else DIGITS.get(match["half"] or "零", 0)
        return Decimal(DIGITS[match["tenths"]] * 10 + half)
    below, _, above = match["thirds"].partition("分之")
    many, of = value_of(above), value_of(below)
    return (many / of * 100).quantize(Decimal("0.01")) if many and of else None


def _counted(line: Line, match: re.Match[str], one: Found) -> Found | None:
    """A numeral, with its unit or without; None when it is only part of a word."""
    written = match["number"] + (match["myriad"] or "")
    value, unit = value_of(written), match["share"] or match["unit2"] or match["unit"] or ""
    if value is None or not _is_number(line, match, unit):
        return _unread(one, match)
    more = bool(match["more1"] or match["more2"])
    made = replace(
        one, kind="", value=value, unit=PLAIN_UNITS.get(unit, unit), step=step_of(written), qualifier=_qualifier(match),
        open_end=not more,
    )  # fmt: skip
    high = value_of(match["other"]) if match["other"] else None
    if high is not None:
        made = replace(made, qualifier=RANGE, high=high)
    return made


def _unread(one: Found, match: re.Match[str]) -> Found | None:
    """What stays unread: digits are told, Chinese numerals within words are words."""
    return replace(one, kind=NOISE) if match["number"][0].isascii() else None


def _is_number(line: Line, match: re.Match[str], unit: str) -> bool:
    written = match["number"]
    if written[0].isascii():
        return (
            bool(unit)
            or written[-1] in MYRIADS
            or "\t" in line.text
            or bool(BARE.search(line.masked[: match.start("number")]))
        )
    if not re.fullmatch(rf"(?:{STRICT}|%)", unit):
        return False
    if len(written) > 1 and all(mark in DIGITS for mark in written):
        return False
    if set(written) <= ROUND:  # 千家万户
        return bool(match["ahead"] or match["more1"])
    return written != "一" or unit != "个" and bool(re.search("每|至少|配|应|可以", _around(line, match)))


def _around(line: Line, match: re.Match[str]) -> str:
    stops = [one.end() for one in STOP.finditer(line.text, 0, match.start())]
    return line.text[stops[-1] if stops else 0 : match.start()]


def _qualifier(match: re.Match[str]) -> str:
    """The word behind the number rules over the one in it, that over the one before it."""
    groups = match.groupdict()
    said = [groups[name] for name in ("behind", "more1", "more2", "behind_as", "ahead") if groups[name]]
    known = [QUALIFIERS[one] for one in said if one in QUALIFIERS]
    if "thirds" in groups and groups["thirds"] and not known:
        return APPROX
    if known[-1:] == ["near"]:
        return "near"
    return known[0] if known else EXACT


def _with_words(line: Line, figures: list[Found]) -> list[Found]:
    """With the words of their clauses; a share without any of its own measures what the figure before it does."""
    made: list[Found] = []
    for at, one in enumerate(figures):
        if not one.kind:
            last = figures[at - 1].end if at else 0
            until = figures[at + 1].start if at + 1 < len(figures) else len(line.text)
            one = _worded(line, one, last, until)
            if not one.noun and made and not STOP.search(line.text[made[-1].end : one.start]):
                one = replace(one, noun=made[-1].noun)
        made.append(one)
    return made


def _worded(line: Line, one: Found, last: int, until: int) -> Found:
    left = _from(line.worded, one.start, COMMA)
    right = _to(line.worded, one.end, COMMA)
    clause = line.worded[left:right].replace(MASK, "")
    before = line.worded[max(last, _from(line.worded, one.start, LIST)) : one.start]
    after = line.worded[one.end : min(until, _to(line.worded, one.end, LIST))]
    sentence = line.text[_from(line.text, one.start, WHOLE) : _to(line.text, one.end, WHOLE)]
    qualifier = one.qualifier
    if qualifier == EXACT and LEAST.search(line.text[left : one.start]):
        qualifier = GE
    whole = line.text[left:right]
    kind = kind_of(sentence, whole, qualifier, one.unit, int(one.value or 0))
    noun = noun_of(before, after, one.unit)
    return replace(
        one,
        kind=kind,
        qualifier=qualifier,
        noun=noun,
        before=words(before),
        after=words(after),
        clause=clause,
    )


def _from(text: str, at: int, marks: str) -> int:
    return max(text.rfind(mark, 0, at) for mark in marks) + 1


def _to(text: str, at: int, marks: str) -> int:
    ends = [place for mark in marks if (place := text.find(mark, at)) >= 0]
    return min(ends, default=len(text))
