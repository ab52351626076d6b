"""A table file of any kind people use, read in a limited child, as sheets of plain text.

Text of a cell, whatever its type was:

* a number without fraction → its digits (``13800138000``); with fraction → at most 15 significant digits;
* a **number** of 16 digits or more → scientific, as the spreadsheet shows it (``3.20924E+17``): the spreadsheet
  keeps only 15 digits, so the rest is lost and a cleaner must say so. Digits stored as text arrive untouched;
* date → ``2024-05-01``, with time → ``2024-05-01 12:30:05``; time → ``12:30:00``; duration → ``36:00:00``;
* yes/no → 是 / 否; error (#N/A) and nothing → empty text, never null.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

from gonghui.kernel.files.precheck import PAGE, Kind, Limits, Refused
from gonghui.kernel.files.sandbox import run_limited


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: rows 1-based as shown, columns 0-based as in ``c0``; all four inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Column ``cN`` is always the N-th spreadsheet column from A; the first line is ``first_row``.

    ``hidden_rows`` are counted for .xlsx and read like all others; ``merged`` are the first
    50,000 merged ranges of .xlsx, .xls and html.
    """

    name: str
    frame: pl.DataFrame
    first_row: int = 1
    hidden: bool = False
    hidden_rows: int = 0
    merged: tuple[Merged, ...] = ()

    @property
    def last_row(self) -> int:
        return self.first_row + self.frame.height - 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets in their order; sheets without any content have an empty frame."""

    kind: Kind
    sheets: list[Sheet]

    def sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)


def read_workbook(path: Path, *, limits: Limits = PAGE) -> Workbook:
    """Read the whole file in a child. Raises ``Refused`` or ``ChildFailed``, each with a sentence."""
    with tempfile.TemporaryDirectory(prefix="sheets-") as folder:
        out = Path(folder)
        args = [str(path.resolve()), str(out), json.dumps(asdict(limits))]
        run_limited(
            "gonghui.kernel.files.sheetchild", args,
            memory_mb=limits.memory_mb, seconds=limits.seconds, output_mb=limits.output_mb,
        )  # fmt: skip
        return left_by_child(out)


def left_by_child(out: Path) -> Workbook:
    """What the child wrote into its folder; ``Refused`` when that is a sentence."""
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    if "refused" in result:
        raise Refused(result["refused"])
    sheets = [_sheet(out / f"{number}.arrow", facts) for number, facts in enumerate(result["sheets"])]
    return Workbook(Kind(result["kind"]), sheets)


def _sheet(file: Path, facts: dict[str, Any]) -> Sheet:
    return Sheet(
        name=facts["name"],
        frame=_frame(file),
        first_row=facts["first_row"],
        hidden=facts["hidden"],
        hidden_rows=facts["hidden_rows"],
        merged=tuple(Merged(*range_) for range_ in facts["merged"]),
    )


def _frame(file: Path) -> pl.DataFrame:
    """The table stays mapped, not copied, even after its file's name is gone from the folder."""
    with pa.memory_map(str(file)) as source:
        table = pa.ipc.open_file(source).read_all()
    table.validate(full=True)
    frame = pl.from_arrow(table, rechunk=False)
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()
