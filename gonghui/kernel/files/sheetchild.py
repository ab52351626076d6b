"""The child of ``sheets``: reads one file within its limits and leaves one Arrow file per sheet.

``python -m`` with the file, a folder for the answer and the limits. Writes ``result.json`` (either ``refused``
with a sentence, or ``kind`` and the sheets' facts) and ``0.arrow``, ``1.arrow`` … into the folder.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
import pyarrow.compute as pc  # type: ignore[import-untyped, unused-ignore]
from lxml import etree, html  # type: ignore[import-untyped, unused-ignore]
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gonghui.kernel.files.precheck import REFUSALS, Kind, Limits, Refused, cells_sentence, decode, precheck

BATCH = 5_000
MOST_MERGED = 50_000
"""So many merged ranges are reported; no sheet that a person made has more."""

Row = Sequence[Any]


@dataclass(slots=True)
class Read:
    """A sheet being read: rows as values, the first of them being row 1, column A."""

    name: str
    width: int
    rows: Iterable[Row]
    hidden: bool = False
    hidden_rows: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def main(argv: Sequence[str]) -> None:
    gc.disable()  # cells make no cycles, and a million of them would be walked again and again
    path, out = Path(argv[0]), Path(argv[1])
    limits = Limits(**json.loads(argv[2]))
    try:
        checked = precheck(path, limits)
        named = out / f"book.{checked.kind}"  # the parser goes by the name, which may be wrong
        named.symlink_to(path.resolve())
        sheets = _READERS[checked.kind](named, limits)
        facts = [
            _keep(sheet, out / f"{number}.arrow", checked.hidden_rows) for number, sheet in enumerate(sheets)
        ]
        result: dict[str, Any] = {"kind": checked.kind, "sheets": facts}
    except Refused as refused:
        result = {"refused": refused.sentence}
    (out / "result.json").write_text(json.dumps(result), encoding="utf-8")


def _keep(sheet: Read, file: Path, hidden_rows: Mapping[str, int]) -> dict[str, Any]:
    table, first_row = _trim(_table(sheet))
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "hidden_rows": hidden_rows.get(sheet.name, 0),
        "merged": sheet.merged,
        "first_row": first_row,
    }


# -- columns ---------------------------------------------------------------------------------------------------


def _table(sheet: Read) -> pa.Table:
    schema = pa.schema([(f"c{number}", pa.string()) for number in range(sheet.width)])
    return pa.Table.from_batches(_batches(sheet, schema), schema)


def _batches(sheet: Read, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    rows = iter(sheet.rows)
    while batch := list(islice(rows, BATCH)):
        if any(len(row) != sheet.width for row in batch):
            batch = [[*row, *[""] * (sheet.width - len(row))] for row in batch]
        if sheet.width:
            yield pa.RecordBatch.from_arrays(
                [_column(column) for column in zip(*batch, strict=True)], schema=schema
            )


def _column(values: tuple[Any, ...]) -> pa.Array:
    kinds = set(map(type, values))
    if kinds == {date}:
        return pa.array(values, pa.date32()).cast(pa.string())
    if kinds == {float} and all(value.is_integer() and abs(value) < 1e15 for value in values):
        return pa.array(values, pa.float64()).cast(pa.int64()).cast(pa.string())
    texts = pa.array(values if kinds == {str} else [cell_text(value) for value in values], pa.string())
    return (
        pc.replace_substring(texts, "\x00", "")
        if pc.any(pc.match_substring(texts, "\x00")).as_py()
        else texts
    )


def cell_text(value: Any) -> str:
    """One cell's value as the text described in ``sheets``."""
    return _TEXT[type(value)](value)


def _number_text(value: float) -> str:
    if abs(value) >= 1e15:
        mantissa, exponent = f"{value:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    if value == int(value):
        return str(int(value))
    return format(Decimal(f"{value:.15g}").normalize(), "f")


def _moment_text(value: datetime) -> str:
    return str(value.date()) if value.time() == time() else value.isoformat(" ", "seconds")


def _duration_text(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    int: lambda value: _number_text(float(value)) if abs(value) >= 10**15 else str(value),
    float: _number_text,
    bool: lambda value: "是" if value else "否",
    date: str,
    datetime: _moment_text,
    time: lambda value: value.isoformat("seconds"),
    timedelta: _duration_text,
    type(None): lambda _: "",
}


def _trim(table: pa.Table) -> tuple[pa.Table, int]:
    """Without the empty rows before and after the content and the empty columns after it; and the first row."""
    spans = [span for name in table.column_names if (span := _span(table[name])) is not None]
    if not spans:
        return table.slice(0, 0).select([]), 1
    last = max(number for number, name in enumerate(table.column_names) if _span(table[name]) is not None)
    first_row = min(first for first, _ in spans)
    height = max(final for _, final in spans) - first_row + 1
    return table.select(range(last + 1)).slice(first_row, height), first_row + 1


def _span(column: pa.ChunkedArray) -> tuple[int, int] | None:
    filled = pc.indices_nonzero(pc.binary_length(column))
    return (filled[0].as_py(), filled[-1].as_py()) if len(filled) else None


# -- .xlsx and .xls --------------------------------------------------------------------------------------------


def _read_excel(path: Path, limits: Limits) -> Iterator[Read]:
    with _broken_is_refused():
        book = CalamineWorkbook.from_path(path)
    for number, facts in enumerate(book.sheets_metadata):
        if facts.typ == SheetTypeEnum.WorkSheet:
            with _broken_is_refused():
                sheet = book.get_sheet_by_index(number)
            yield _calamine(sheet, facts.visible != SheetVisibleEnum.Visible, limits)


@contextmanager
def _broken_is_refused() -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise
    except PasswordError as error:
        raise Refused(REFUSALS[Kind.ENCRYPTED]) from error
    except BaseException as error:  # a panic of the parser is no Exception
        raise Refused(REFUSALS[Kind.BROKEN]) from error


def _calamine(sheet: CalamineSheet, hidden: bool, limits: Limits) -> Read:
    if sheet.start is None or sheet.end is None:
        return Read(sheet.name, 0, [], hidden)
    (_, left), (bottom, right) = sheet.start, sheet.end
    if (bottom + 1) * (right + 1) > limits.cells:
        raise Refused(cells_sentence(sheet.name, bottom + 1, right + 1, limits))
    rows: Iterable[Row] = sheet.iter_rows()
    if left:
        rows = ([""] * left + list(row) for row in rows)
    ranges = [(a + 1, b, c + 1, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or [])[:MOST_MERGED]]
    return Read(sheet.name, right + 1, rows, hidden, merged=ranges)


# -- .csv ------------------------------------------------------------------------------------------------------

_AS_FORMULA = re.compile(r'^="(.*)"$', re.DOTALL)


def _read_csv(path: Path, limits: Limits) -> Iterator[Read]:
    text = decode(path.read_bytes())
    if text is None:
        raise Refused(REFUSALS[Kind.UNKNOWN])
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(sys.maxsize)
    separator = _separator(text)
    width = height = 0
    for row in _records(text, separator):
        width, height = max(width, len(row)), height + 1
    if width * height > limits.cells:
        raise Refused(cells_sentence("CSV", height, width, limits))
    yield Read("CSV", width, _records(text, separator))


def _separator(text: str) -> str:
    """What stands most often between the cells at the beginning; a comma when nothing does."""
    head = text[:BATCH]
    return max(",\t;|", key=head.count)


def _records(text: str, separator: str) -> Iterator[Row]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        # ="320…" is how systems keep a spreadsheet from spoiling long numbers
        yield [_AS_FORMULA.sub(r"\1", cell) if cell.startswith('="') else cell for cell in row]


# -- html ------------------------------------------------------------------------------------------------------

_MOST_COLUMNS = 16_384
_MOST_TABLES = 200
_TABLES = "这个网页文件里有 {count} 个表格，超过 {limit} 个。请用 Excel 或 WPS 打开，把要用的表格另存为 .xlsx 后再上传。"


def _read_html(path: Path, limits: Limits) -> Iterator[Read]:
    """Each innermost table as a sheet; pages lay tables inside tables for looks."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", (decode(path.read_bytes()) or "").removeprefix("\ufeff"))
    try:
        page = html.fromstring(text)
    except (etree.LxmlError, ValueError) as error:
        raise Refused(REFUSALS[Kind.BROKEN]) from error
    tables = [table for table in page.iter("table") if next(table.iterdescendants("table"), None) is None]
    if not tables:
        raise Refused(REFUSALS[Kind.UNKNOWN])
    if len(tables) > _MOST_TABLES:
        raise Refused(_TABLES.format(count=len(tables), limit=_MOST_TABLES))
    for number, table in enumerate(tables, start=1):
        yield _html_table(table, f"表{number}", limits)


def _html_table(table: Any, name: str, limits: Limits) -> Read:
    """Cells that span rows or columns stand at their first place, the rest of their range is empty."""
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    taken: dict[int, int] = {}  # column → rows still covered from above
    cells = 0
    for number, row in enumerate(table.iter("tr"), start=1):
        line: list[str] = []
        below = {column: covered - 1 for column, covered in taken.items() if covered > 1}
        for cell in row.iterchildren("td", "th"):
            while len(line) in taken:
                line.append("")
            across, down = _spanned(cell, "colspan"), _spanned(cell, "rowspan")
            if across * down > 1 and len(merged) < MOST_MERGED:
                merged.append((number, len(line), number + down - 1, len(line) + across - 1))
            if down > 1:
                below |= dict.fromkeys(range(len(line), len(line) + across), down - 1)
            line += [_html_text(cell), *[""] * (across - 1)]
            if (cells := cells + across) > limits.cells or len(line) > _MOST_COLUMNS:
                raise Refused(cells_sentence(name, number, len(line), limits))
        rows.append(line)
        taken = below
    width = max(map(len, rows), default=0)
    if width * len(rows) > limits.cells:
        raise Refused(cells_sentence(name, len(rows), width, limits))
    return Read(name, width, rows, merged=merged)


def _spanned(cell: Any, attribute: str) -> int:
    given = (cell.get(attribute) or "1").strip()
    return (
        min(max(int(given), 1), _MOST_COLUMNS)
        if given.isascii() and given.isdigit() and len(given) < 12
        else 1
    )


def _html_text(cell: Any) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return str(cell.text_content()).strip()


_READERS: dict[Kind, Callable[[Path, Limits], Iterator[Read]]] = {
    Kind.XLSX: _read_excel,
    Kind.XLS: _read_excel,
    Kind.CSV: _read_csv,
    Kind.HTML: _read_html,
}

if __name__ == "__main__":
    main(sys.argv[1:])
