"""A copy of everything that is kept of a person, as a workbook: text only."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

Sheet = tuple[str, list[str], list[list[Any]]]  # name, headings, rows


def workbook(sheets: list[Sheet]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        text = book.add_format({"num_format": "@", "text_wrap": True})
        head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#EEF1F5", "bottom": 1})
        for name, headings, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(headings) - 1, 22, text)
            for down, row in enumerate([headings, *rows]):
                for across, cell in enumerate(row):
                    sheet.write_string(
                        down, across, "" if cell is None else str(cell), text if down else head
                    )
    return out.getvalue()
