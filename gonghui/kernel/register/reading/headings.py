"""Where in a sheet the table lies, and which of its columns is which.

Rosters have title lines, one to three heading rows with merged cells, headings in other words, totals and
notes at the end. The guess says what it found, how sure it is, and what it left out; a person confirms it, and
what was confirmed is kept under ``signature`` and wins the next time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import polars as pl

from gonghui.kernel.files.sheets import Sheet, Workbook
from gonghui.kernel.register.reading.cells import tidy
from gonghui.kernel.register.reading.footers import Left, left_out

SEARCH_ROWS = 20
DEPTH = 3
_STEP = 5_000
LEAST = 0.6
"""Below this likeness a heading is not proposed for any column."""

ROW_COLUMN, REASON_COLUMN = "原行号", "错误原因"
OWN_HEADINGS = frozenset({ROW_COLUMN, REASON_COLUMN})
"""The columns a marked copy adds; on the way back they are no data."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column we look for: our key, its label, and the other headings it goes by."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column found: 0-based position, its heading as shown (levels joined by "/"), what we take it for."""

    index: int
    heading: str
    key: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class TableGuess:
    """The table in one sheet. Rows are 1-based as the spreadsheet shows them, both ends inclusive.

    ``left`` are rows between and after that are no data (blank rows are not listed); ``missing`` are required
    columns for which no heading was found. An empty sheet has no columns and ``last_row < first_row``.
    """

    sheet: str
    heading_rows: tuple[int, int]
    first_row: int
    last_row: int
    columns: tuple[Column, ...] = ()
    missing: tuple[Wanted, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def mapping(self) -> dict[int, str]:
        """Column position → key, for the columns that are taken for something."""
        return {column.index: column.key for column in self.columns if column.key is not None}

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings nobody asked for."""
        return tuple(column.heading for column in self.columns if column.key is None)

    @property
    def signature(self) -> str:
        return signature(column.heading for column in self.columns)

    def rows(self, sheet: Sheet) -> pl.DataFrame:
        """The data as text, one column per key, and ``row`` = the row number; without blank and left-out rows.

        A row counts as blank when all its mapped cells are, as they stand: what is merged down does not fill it.
        """
        names = {f"c{index}": key for index, key in self.mapping.items()}
        filled = (
            pl.any_horizontal(pl.col(name).str.contains(r"\S") for name in names) if names else pl.lit(False)
        )
        frame = sheet.frame.with_row_index("row", offset=sheet.first_row).with_columns(filled.alias("filled"))
        height = max(self.last_row - self.first_row + 1, 0)
        frame = _fill_down(frame, sheet, self.first_row, names).slice(
            self.first_row - sheet.first_row, height
        )
        kept = frame["filled"] & ~frame["row"].is_in([left.row for left in self.left])
        frame = frame if kept.all() else frame.filter(kept)  # most often nothing goes, and nothing is copied
        return frame.select("row", *names).rename(names)


def find_table(
    sheet: Sheet, wanted: Sequence[Wanted], *, remembered: Mapping[str, str | None] | None = None
) -> TableGuess:
    """The most likely table of a sheet. ``remembered`` maps heading → key (None: leave it out) and wins."""
    grid = _grid(sheet)
    memory = {plain(heading): key for heading, key in (remembered or {}).items()}
    first, depth = _heading_rows(grid, wanted, memory)
    headings = _headings(grid, first, depth)
    columns = _assign(headings, wanted, memory)
    taken = {column.key for column in columns}
    top, data = sheet.first_row + first, sheet.first_row + first + depth
    left = left_out(sheet, data, grid[first : first + depth]) if columns else ()
    return TableGuess(
        sheet=sheet.name,
        heading_rows=(top, data - 1),
        first_row=data,
        last_row=_last_row(sheet, data, left),
        columns=columns,
        missing=tuple(want for want in wanted if want.required and want.key not in taken),
        left=left,
    )


def best_tables(
    workbook: Workbook, wanted: Sequence[Wanted], *, remembered: Mapping[str, str | None] | None = None
) -> list[TableGuess]:
    """The sheets that hold such a table, in their order; hidden ones only when no visible one does.

    A sheet counts when it knows as many of the required columns as the best one, and at least half as many in all.
    """
    guesses = {sheet.name: find_table(sheet, wanted, remembered=remembered) for sheet in workbook.sheets}
    for hidden in (False, True):
        found = [guesses[sheet.name] for sheet in workbook.sheets if sheet.hidden is hidden]
        found = [guess for guess in found if guess.mapping and guess.first_row <= guess.last_row]
        least = min((len(guess.missing) for guess in found), default=0)
        most = max((len(guess.mapping) for guess in found), default=0)
        found = [guess for guess in found if len(guess.missing) == least and len(guess.mapping) * 2 >= most]
        if found:
            return found
    return []


def signature(headings: Iterable[str]) -> str:
    """The same for the same set of headings, in whatever order and typography."""
    texts = sorted({plain(heading) for heading in headings} - {""})
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:32]


_HINTS = re.compile(r"[（(\[【][^（()）\[\]【】]*[)）\]】]")
_DECORATION = re.compile(r"[\s*＊★☆:：,，、;；/／_\-—·.。'\"“”]+")
_NUMBERED = re.compile(r"^\d{1,2}[.、．]\s*(?=\D)")


@lru_cache(maxsize=4096)  # the same few headings and aliases are compared over and over
def plain(heading: str) -> str:
    """A heading without what people decorate it with: "*姓  名（必填）：" → "姓名"."""
    text = _NUMBERED.sub("", tidy(heading))
    bare = _DECORATION.sub("", _HINTS.sub("", text))
    return (bare or _DECORATION.sub("", text)).lower()


# -- finding the heading rows ------------------------------------------------------------------------------

_Grid = list[list[str]]


def _grid(sheet: Sheet) -> _Grid:
    """The first rows as text; a merged range has its text in every column it covers, in its first row."""
    rows = [[tidy(text) for text in row] for row in sheet.frame.head(SEARCH_ROWS + DEPTH).rows()]
    for merged in sheet.merged:
        line = merged.first_row - sheet.first_row
        if 0 <= line < len(rows) and merged.first_column < len(rows[line]):
            for column in range(merged.first_column, min(merged.last_column + 1, len(rows[line]))):
                rows[line][column] = rows[line][merged.first_column]
    return rows


def _heading_rows(grid: _Grid, wanted: Sequence[Wanted], memory: Mapping[str, str | None]) -> tuple[int, int]:
    """(first line, how many lines). More lines or later ones only when they explain more columns."""
    best, found = (0, 0.0), (_fullest(grid), 1)
    for first in range(min(SEARCH_ROWS, len(grid))):
        for depth in range(1, min(DEPTH, len(grid) - first) + 1):
            if not _may_be_heading(grid, first, depth):
                continue
            columns = _assign(_headings(grid, first, depth), wanted, memory)
            sure = [column.confidence for column in columns if column.confidence > 0]
            score = (len(sure), round(sum(sure), 3))
            if score > best:
                best, found = score, (first, depth)
    return found if grid else (0, 0)


def _may_be_heading(grid: _Grid, first: int, depth: int) -> bool:
    """Each line has some text, and the last is no title spread over the whole width."""
    lines = grid[first : first + depth]
    return all(any(line) for line in lines) and (len(set(lines[-1]) - {""}) > 1 or len(grid[0]) == 1)


def _fullest(grid: _Grid) -> int:
    """Without any known heading: the first line that is nearly as full of different texts as any."""
    different = [len({text for text in line if text and not text.isdigit()}) for line in grid[:SEARCH_ROWS]]
    return next((at for at, count in enumerate(different) if count * 10 >= max(different) * 8), 0)


def _headings(grid: _Grid, first: int, depth: int) -> list[list[str]]:
    """Per column its heading's levels from top to bottom, without blanks."""
    lines = [list(line) for line in grid[first : first + depth]]
    for upper, lower in pairwise(lines):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and lower[column - 1]:
                upper[column] = upper[column - 1]  # what stands over several columns is written once
    return (
        [[line[column] for line in lines if line[column]] for column in range(len(lines[0]))] if lines else []
    )


# -- which column is which ---------------------------------------------------------------------------------


def _assign(
    headings: Sequence[list[str]], wanted: Sequence[Wanted], memory: Mapping[str, str | None]
) -> tuple[Column, ...]:
    """Each key at most once, the surest first; known columns before all."""
    fixed = {at: key for at, levels in enumerate(headings) for key in _recalled(levels, memory)}
    aliases = {want.key: [plain(text) for text in (want.label, *want.also)] for want in wanted}
    offers = [
        (likeness, -at, key)
        for at, levels in enumerate(headings)
        if levels and at not in fixed and plain(levels[-1]) not in OWN_HEADINGS
        for key, names in aliases.items()
        if (likeness := _likeness(levels, names)) >= LEAST
    ]
    taken: dict[int, tuple[str | None, float]] = {at: (key, 1.0) for at, key in fixed.items()}
    for likeness, minus_at, key in sorted(offers, key=lambda offer: (-offer[0], -offer[1])):
        if -minus_at not in taken and key not in {given for given, _ in taken.values()}:
            taken[-minus_at] = (key, likeness)
    return tuple(
        Column(at, "/".join(levels), *taken.get(at, (None, 0.0)))
        for at, levels in enumerate(headings)
        if levels and plain(levels[-1]) not in OWN_HEADINGS
    )


def _recalled(levels: Sequence[str], memory: Mapping[str, str | None]) -> list[str | None]:
    """At most one answer: what was confirmed for the whole heading, else for its last level."""
    names = (plain("".join(levels)), plain(levels[-1])) if levels else ()
    return [memory[name] for name in names if name in memory][:1]


def _likeness(levels: Sequence[str], names: Sequence[str]) -> float:
    """1 for the very heading; a little less when levels above say more; the share of it that fits otherwise."""
    whole, last = plain("".join(levels)), plain(levels[-1])
    if whole in names:
        return 1.0
    if last in names:
        return 0.95
    shares = (_share(text, name) for text in {whole, last} for name in names)
    return max(shares, default=0.0)


def _share(heading: str, name: str) -> float:
    if min(len(heading), len(name)) < 2:
        return 0.0
    if name in heading:
        return 0.5 + 0.4 * len(name) / len(heading)
    return 0.4 + 0.4 * len(heading) / len(name) if heading in name else 0.0


def _last_row(sheet: Sheet, first: int, left: Sequence[Left]) -> int:
    """The last row that is neither blank nor left out; looked for from the bottom, a few thousand rows at a time."""
    away = [item.row for item in left]
    for end in range(sheet.last_row, first - 1, -_STEP):
        begin = max(end - _STEP + 1, first)
        piece = sheet.frame.slice(begin - sheet.first_row, end - begin + 1).with_row_index(
            "row", offset=begin
        )
        filled = pl.any_horizontal(pl.col("^c[0-9]+$").str.contains(r"\S")) & ~pl.col("row").is_in(away)
        rows = piece.filter(filled)["row"]
        if len(rows):
            return int(rows[-1])
    return first - 1


def _fill_down(frame: pl.DataFrame, sheet: Sheet, first_row: int, names: Mapping[str, str]) -> pl.DataFrame:
    """A cell merged over several rows of one column means its text for each of them."""
    for merged in sheet.merged:
        column = f"c{merged.first_column}"
        single = merged.first_column == merged.last_column and merged.last_row > merged.first_row >= first_row
        if single and column in names:
            begin = merged.first_row - sheet.first_row
            end = min(merged.last_row - sheet.first_row + 1, frame.height)
            frame = frame.with_columns(
                frame[column].scatter(list(range(begin + 1, end)), frame[column][begin])
            )
    return frame
