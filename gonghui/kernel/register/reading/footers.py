"""Rows of a table that are no records: totals, repeated headings, and who filled the form in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from gonghui.kernel.files.sheets import Sheet
from gonghui.kernel.register.reading.cells import tidy

TAIL_ROWS = 30
_TOTAL = re.compile(
    r"^((合|总|小|累|共|本页|本表|全部)\s*计(\s*[:：].*|\s*\d+.*)?|共\s*\d+\s*[人名户条家].*)$"
)
_TOTAL_SIGNS = ["计", "共"]
_LEADING_COLUMNS = 6
_NOTE = re.compile(
    r"^(制表|填表|填报|审核|复核|负责|经办|联系|报送|统计|单位负责|分管领导|主管领导|领导)(人|员|者|单位|时间|日期|电话|说明|须知|签字|签名)"
    r"(\s*[:：(（].*|\s*)$|^(说明|填表说明|填报说明|注意事项|备注|注|附注|附|签字|签章|盖章|日期|单位（?盖章）?|\(盖章\)|（盖章）)\s*[:：\d].*$"
    r"|^(单位)?[（(]?(盖章|签章|公章)[)）]?\s*[:：]?.*$"
)
_LONG = 25


@dataclass(frozen=True, slots=True)
class Left:
    """A row not taken as data, with its text, so that the user sees that nothing was lost."""

    row: int
    text: str


def left_out(sheet: Sheet, first: int, headings: Sequence[Sequence[str]]) -> tuple[Left, ...]:
    """Totals and repeated headings anywhere from row ``first`` on; notes only at the very end."""
    rows = {*_totals(sheet, first), *_repeated(sheet, first, headings), *_notes(sheet, first)}
    return tuple(Left(row, _shown(sheet, row)) for row in sorted(rows))


def _filled(sheet: Sheet, row: int) -> list[str]:
    return [text for cell in sheet.frame.row(row - sheet.first_row) if (text := tidy(cell))]


def _shown(sheet: Sheet, row: int) -> str:
    return " ".join(_filled(sheet, row))[:200]


def _totals(sheet: Sheet, first: int) -> list[int]:
    """Rows whose first text says so. The vectorised look picks candidates, the pattern decides."""
    leading = sheet.frame.columns[:_LEADING_COLUMNS]
    candidates = sheet.frame.with_row_index("row", offset=sheet.first_row).filter(
        (pl.col("row") >= first) & pl.any_horizontal(pl.col(leading).str.contains_any(_TOTAL_SIGNS))
    )
    return [row for row in candidates["row"].to_list() if _is_total(_filled(sheet, row))]


def _is_total(texts: Sequence[str]) -> bool:
    return bool(texts) and _TOTAL.match(texts[0]) is not None


def _repeated(sheet: Sheet, first: int, headings: Sequence[Sequence[str]]) -> list[int]:
    """Heading rows that a printed form repeats on each page."""
    found: list[int] = []
    for line in (line for line in headings if len({text for text in line if text}) > 1):
        same = pl.all_horizontal(
            pl.col(f"c{column}").str.strip_chars() == text for column, text in enumerate(line) if text
        )
        again = sheet.frame.with_row_index("row", offset=sheet.first_row).filter(
            (pl.col("row") >= first) & same
        )
        found += again["row"].to_list()
    return found


def _notes(sheet: Sheet, first: int) -> list[int]:
    """From the bottom up as long as there are notes, totals and blanks."""
    found: list[int] = []
    waiting: list[int] = []
    for row in range(sheet.last_row, max(first - 1, sheet.last_row - TAIL_ROWS), -1):
        texts = _filled(sheet, row)
        if not texts or _is_total(texts):
            continue
        if _NOTE.match(texts[0]):
            found += [row, *waiting]
            waiting = []
        elif len(texts) == 1 and _may_continue(texts[0]):
            waiting.append(row)
        else:
            break
    return found + [row for row in waiting if len(_filled(sheet, row)[0]) >= _LONG]


def _may_continue(text: str) -> bool:
    """A line of a numbered explanation: it belongs to the notes once a note's head is found above it."""
    return len(text) >= _LONG or re.match(r"^[（(]?[\d一二三四五六七八九十]+[)）.、．]", text) is not None
