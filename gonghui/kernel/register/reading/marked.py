"""The same workbook back, with the cells that have to be mended marked and the reason beside them.

A new .xlsx whatever came in: same sheets, titles and headings in their rows, columns in their places, all cells
as text (never a formula, whatever the text begins with). Two columns are added at the right: 原行号 and 错误原因;
``headings`` takes no notice of them, so the mended file can be handed in as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from gonghui.kernel.files.sheets import Sheet, Workbook
from gonghui.kernel.register.reading.headings import OWN_HEADINGS, REASON_COLUMN, ROW_COLUMN, TableGuess

RED_WASH, HEADING_WASH = "#FBE3E1", "#EEF1F5"
_LONGEST = 32_767
"""Characters that a spreadsheet cell can hold."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong with a row: 1-based row as shown, 0-based column, or None when it is about the whole row."""

    sheet: str
    row: int
    column: int | None
    reason: str


def write_marked(
    out_path: Path,
    workbook: Workbook,
    marks: Iterable[Mark],
    *,
    tables: Sequence[TableGuess] = (),
    kind: Literal["faulty", "all"] = "faulty",
) -> None:
    """Write the marked copy. ``faulty``: titles, headings and the marked rows; ``all``: every row in its place.

    ``tables`` tell where headings end; a sheet without one and without marks is left out of a ``faulty`` copy.
    """
    by_sheet: dict[str, dict[int, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        by_sheet[mark.sheet][mark.row].append(mark)
    guesses = {table.sheet: table for table in tables}
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out_path), options) as book:
        looks = _Looks(book)
        for number, sheet in enumerate(workbook.sheets, start=1):
            if kind == "all" or sheet.name in by_sheet or len(workbook.sheets) == 1:
                target = book.add_worksheet(_sheet_name(sheet.name, number, book))
                _SheetCopy(target, looks, sheet, guesses.get(sheet.name), by_sheet[sheet.name]).write(kind)
        if not book.worksheets():
            book.add_worksheet()


class _Looks:
    """The few cell formats of a marked copy; ``@`` keeps long numbers from being turned into numbers again."""

    def __init__(self, book: Any) -> None:
        self.plain = book.add_format({"num_format": "@"})
        self.faulty = book.add_format(
            {"num_format": "@", "bg_color": RED_WASH, "border": 1, "border_color": "#C8553D"}
        )
        self.heading = book.add_format(
            {"num_format": "@", "bold": True, "bg_color": HEADING_WASH, "text_wrap": True}
        )
        self.reason = book.add_format({"num_format": "@", "font_color": "#A5281B", "text_wrap": True})


class _SheetCopy:
    """One sheet being written, row after row from top to bottom (rows cannot be revisited)."""

    def __init__(
        self,
        target: Any,
        looks: _Looks,
        sheet: Sheet,
        table: TableGuess | None,
        marks: Mapping[int, list[Mark]],
    ) -> None:
        self.target, self.looks, self.sheet, self.marks = target, looks, sheet, marks
        self.heads = table.heading_rows if table and table.columns else (0, 0)
        self.names = {column.index: column.heading for column in table.columns} if table else {}
        self.width = _own_columns_cut(sheet, self.heads[1])

    def write(self, kind: Literal["faulty", "all"]) -> None:
        self.target.set_column(0, max(self.width - 1, 0), 14)
        self.target.set_column(self.width, self.width, 8)
        self.target.set_column(self.width + 1, self.width + 1, 60)
        if self.heads[1]:
            self.target.freeze_panes(self.heads[1], 0)
        for row in range(self.sheet.first_row, self.heads[1] + 1):
            self._heading(row)
        line = self.heads[1]
        for row, texts in self._data(kind):
            line = row - 1 if kind == "all" else line
            self._row(line, row, texts)
            line += 1

    def _data(self, kind: Literal["faulty", "all"]) -> Iterable[tuple[int, Sequence[str]]]:
        """Rows below the headings with their numbers; only the marked ones, or all."""
        first, frame = self.sheet.first_row, self.sheet.frame
        if kind == "all":
            begin = max(self.heads[1] + 1 - first, 0)
            return zip(
                range(first + begin, first + frame.height), frame.slice(begin).iter_rows(), strict=True
            )
        rows = sorted(
            row for row in self.marks if first <= row <= self.sheet.last_row and row > self.heads[1]
        )
        return zip(rows, frame[[row - first for row in rows]].iter_rows(), strict=True)

    def _heading(self, row: int) -> None:
        texts = self.sheet.frame.row(row - self.sheet.first_row)
        look = self.looks.heading if row >= self.heads[0] else self.looks.plain
        for column, text in enumerate(texts[: self.width]):
            self._text(row - 1, column, text, look)
        if row == self.heads[1]:
            self._text(row - 1, self.width, ROW_COLUMN, self.looks.heading)
            self._text(row - 1, self.width + 1, REASON_COLUMN, self.looks.heading)
        for merged in self.sheet.merged:
            if merged.first_row == row and merged.first_column < merged.last_column < self.width:
                self._merge(row - 1, merged.first_column, merged.last_column, texts, look)

    def _merge(self, line: int, first: int, last: int, texts: Sequence[str], look: Any) -> None:
        """Only along the row; downwards a blank below a heading says the same to the reader."""
        self.target.merge_range(line, first, line, last, "", look)
        self._text(line, first, texts[first] if first < len(texts) else "", look)

    def _row(self, line: int, row: int, texts: Sequence[str]) -> None:
        marks = self.marks.get(row, [])
        faulty = {mark.column for mark in marks}
        for column in range(self.width):
            text = texts[column] if column < len(texts) else ""
            self._text(line, column, text, self.looks.faulty if column in faulty else self.looks.plain)
        if marks:
            self._text(line, self.width, str(row), self.looks.plain)
            reasons = dict.fromkeys(self._reason(mark) for mark in marks)
            self._text(line, self.width + 1, "；".join(reasons), self.looks.reason)

    def _reason(self, mark: Mark) -> str:
        name = self.names.get(mark.column, "") if mark.column is not None else ""
        return f"{name}：{mark.reason}" if name else mark.reason

    def _text(self, line: int, column: int, text: str, look: Any) -> None:
        if text:
            self.target.write_string(line, column, text[:_LONGEST], look)
        elif look is not self.looks.plain:
            self.target.write_blank(line, column, None, look)


def _own_columns_cut(sheet: Sheet, heading_row: int) -> int:
    """The sheet's width without the two columns of an earlier marked copy, which this one writes anew."""
    texts = sheet.frame.row(heading_row - sheet.first_row) if heading_row else ()
    return next((column for column, text in enumerate(texts) if text in OWN_HEADINGS), sheet.frame.width)


def _sheet_name(name: str, number: int, book: Any) -> str:
    """The sheet's own name as far as a spreadsheet allows it: at most 31 characters, none of []:*?/\\, not twice."""
    clean = "".join("_" if sign in "[]:*?/\\" else sign for sign in name)[:31].strip("'") or f"表{number}"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    return clean if clean.lower() not in taken else f"{clean[:26]}_{number}"
