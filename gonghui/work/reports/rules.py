"""What reports say, as data, and how their numbers are put into words. Pure: no database, no clock.

A definition is a text with marks: ``{figure:members.count}`` is the number, ``{change:members.count}`` how it stands to
the period before. Nobody types a number. Every number carries a reference to the table of sources at the end.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from gonghui.kernel.calendar.rules import months_later

DEFINITIONS = Path(__file__).parent / "data" / "reports.toml"
MARK = re.compile(r"\{(figure|change|unit|period|as_of)(?::([\w.]+))?\}")
TABLE = re.compile(r"^<<(\w+)>>$")
UNKNOWN = "本系统未登记"  # never a nought for what nobody has written down
NONE = "—"
Part = dict[str, Any]  # of a text: {"words": …}, and {"ref": n} beside them where they are a number


@dataclass(frozen=True)
class Item:
    """One row of a form: what it asks, and the figure that answers, "" where no part of the program can."""

    label: str
    figure: str = ""


@dataclass(frozen=True)
class Definition:
    """报告的样子. ``scope``: for a base union, for one above, or "" for both. ``period``: quarter, year or stat_year."""

    key: str
    label: str
    period: str
    kind: str
    title: str
    body: tuple[str, ...]
    scope: str = ""
    tables: dict[str, tuple[Item, ...]] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """Every figure it names, each once, in order."""
        return list(dict.fromkeys(key for _, key in self._named() if key))

    @property
    def compared(self) -> list[str]:
        """Those that are told against the period before."""
        return list(dict.fromkeys(key for what, key in self._named() if what == "change"))

    @property
    def version(self) -> str:
        """Twelve characters that differ as soon as a word does."""
        return sha256(repr(asdict(self)).encode()).hexdigest()[:12]

    def _named(self) -> Iterator[tuple[str, str]]:
        for text in self.body:
            if table := TABLE.match(text):
                yield from (("figure", item.figure) for item in self.tables[table[1]])
            else:
                yield from MARK.findall(text)


@cache
def definitions() -> dict[str, Definition]:
    found = tomllib.loads(DEFINITIONS.read_text(encoding="utf-8"))
    return {key: _definition(key, given) for key, given in found.items()}


def _definition(key: str, given: dict[str, Any]) -> Definition:
    tables = {name: tuple(Item(*row) for row in rows) for name, rows in given.pop("tables", {}).items()}
    return Definition(key=key, body=tuple(given.pop("body")), tables=tables, **given)


@dataclass(frozen=True)
class Period:
    """From ``since`` to ``until``, both included; ``before``: the day that it is compared with, and how that is called."""

    key: str
    label: str
    since: date
    until: date
    before: date
    against: str

    def as_of(self, today: date) -> date:
        return min(self.until, today)

    def is_over(self, today: date) -> bool:
        return self.until < today


def periods(kind: str, today: date, stat_month: int, most: int = 4) -> list[Period]:
    """The one that runs and those before it, the newest first."""
    months = {"quarter": 3, "year": 12, "stat_year": 12}[kind]
    end = _end_of(kind, today, stat_month)
    return [_period(kind, months, _last_day(months_later(end, -months * back))) for back in range(most)]


def _end_of(kind: str, today: date, stat_month: int) -> date:
    last = {"quarter": (today.month + 2) // 3 * 3, "year": 12, "stat_year": stat_month}[kind]
    return _last_day(date(today.year + (today.month > last), last, 1))


def _last_day(day: date) -> date:
    return months_later(day.replace(day=1), 1) - timedelta(days=1)


def _period(kind: str, months: int, until: date) -> Period:
    since = months_later(until.replace(day=1), 1 - months)
    before = since - timedelta(days=1)
    if kind == "quarter":
        number = (until.month + 2) // 3
        return Period(
            f"{until.year}Q{number}",
            f"{until.year} 年第{'一二三四'[number - 1]}季度",
            since,
            until,
            before,
            "上季度末",
        )
    label = f"{until.year} 年度" if kind == "stat_year" else f"{until.year} 年"
    return Period(str(until.year), label, since, until, before, "上年同期")


@dataclass(frozen=True)
class Reading:
    """One figure as it was read: everything that is frozen with a report."""

    key: str
    label: str
    unit: str
    numerator: Decimal
    denominator: Decimal | None
    as_of: date
    meaning: str
    source: str
    address: str  # of the page that opens onto its rows
    since: date | None = None  # of what is counted over the period: its first day

    @property
    def value(self) -> Decimal | None:
        if self.unit != "%":
            return self.numerator
        if not self.denominator:
            return None
        return (100 * self.numerator / self.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """ "1,234 人", "93.06%", or a dash where there is nothing to divide by."""
        if self.value is None:
            return NONE
        return f"{self.value}%" if self.unit == "%" else f"{plain(self.value)} {self.unit}"

    def kept(self) -> dict[str, Any]:
        return asdict(self) | {
            "numerator": str(self.numerator), "denominator": None if self.denominator is None else str(self.denominator),
            "as_of": self.as_of.isoformat(), "since": self.since.isoformat() if self.since else None,
        }  # fmt: skip

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Reading:
        below = kept["denominator"]
        since = kept.get("since")
        given = {
            "numerator": Decimal(kept["numerator"]), "as_of": date.fromisoformat(kept["as_of"]),
            "since": date.fromisoformat(since) if since else None,
        }  # fmt: skip
        return cls(**kept | given | {"denominator": None if below is None else Decimal(below)})


def plain(number: Decimal) -> str:
    """With commas; money to the fen, people and unions whole."""
    return f"{number:,}" if number % 1 else f"{int(number):,}"


def change(now: Reading, before: Reading, against: str) -> str:
    """Rise or fall in words; of a rate in points, so that nobody takes per cent of per cent."""
    if now.value is None or before.value is None:
        return f"{against}没有可比的数"
    more = now.value - before.value
    if not more:
        return f"和{against}持平"
    if now.unit == "%":
        return f"比{against}{'上升' if more > 0 else '下降'} {abs(more)} 个百分点"
    said = f"比{against}{'增加' if more > 0 else '减少'} {plain(abs(more))} {now.unit}"
    return (
        f"{said}（{'增长' if more > 0 else '下降'} {_share(more, before.value)}%）" if before.value else said
    )


def _share(more: Decimal, before: Decimal) -> Decimal:
    return (100 * abs(more) / abs(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Composed:
    """A report with its numbers in: ``blocks``: {"parts": […]} for a paragraph, {"rows": [[…], …]} for a table, each cell a
    list of parts; ``refs``: the numbered sources, the first is number 1.
    """

    title: str
    blocks: list[dict[str, Any]]
    refs: list[Reading]

    def kept(self) -> dict[str, Any]:
        return {"title": self.title, "blocks": self.blocks, "refs": [one.kept() for one in self.refs]}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Composed:
        return cls(kept["title"], kept["blocks"], [Reading.of(one) for one in kept["refs"]])


def compose(
    made: Definition, names: dict[str, str], against: str, now: dict[str, Reading], before: dict[str, Reading]
) -> Composed:
    """``names``: what stands for unit, period and as_of. ``KeyError`` for a figure that is not there."""
    refs: list[Reading] = []

    def cited(one: Reading, words: str) -> Part:
        if one not in refs:
            refs.append(one)
        return {"words": words, "ref": refs.index(one) + 1}

    def part(what: str, key: str) -> list[Part]:
        if what == "figure":
            return [cited(now[key], now[key].words)]
        if what == "change":
            return [cited(before[key], change(now[key], before[key], against))]
        return [{"words": names[what]}]

    return Composed(_filled(made.title, names), [_block(made, text, part) for text in made.body], refs)


def _block(made: Definition, text: str, part: Callable[[str, str], list[Part]]) -> dict[str, Any]:
    if not (table := TABLE.match(text)):
        return {"parts": list(_parts(text, part))}
    rows = made.tables[table[1]]
    return {
        "rows": [
            [[{"words": one.label}], part("figure", one.figure) if one.figure else [{"words": UNKNOWN}]]
            for one in rows
        ]
    }


def _parts(text: str, part: Callable[[str, str], list[Part]]) -> Iterator[Part]:
    at = 0
    for mark in MARK.finditer(text):
        if mark.start() > at:
            yield {"words": text[at : mark.start()]}
        yield from part(mark[1], mark[2] or "")
        at = mark.end()
    if at < len(text):
        yield {"words": text[at:]}


def _filled(text: str, names: dict[str, str]) -> str:
    return MARK.sub(lambda mark: names[mark[1]], text)
