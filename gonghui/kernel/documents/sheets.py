"""A table as a workbook: strings only, so that nothing a person typed comes alive in a spreadsheet."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from gonghui.kernel.documents.paper import Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CENTIMETRE = 5.0  # of a sheet's width units, about


def sheet(title: str, table: Table) -> bytes:
    """Title, headings and rows on one A4 page's width, the headings repeated on every printed page."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        text = book.add_format({"num_format": "@", "border": 1, "align": "center", "valign": "vcenter"})
        head = book.add_format({"num_format": "@", "border": 1, "align": "center", "bold": True})
        page = book.add_worksheet(title[:31].translate(str.maketrans("", "", "[]:*?/\\")) or "名册")
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)
        page.freeze_panes(2, 0)
        last = len(table.widths) - 1
        big = book.add_format({"bold": True, "align": "center", "font_size": 16})
        page.merge_range(0, 0, 0, last, "", big) if last else None
        page.write_string(0, 0, title, big)
        for at, width in enumerate(table.widths):
            page.set_column(at, at, width * CENTIMETRE)
        for number, row in enumerate(table.rows):
            for at, cell in enumerate(row):
                page.write_string(number + 1, at, cell, text if number else head)
    return out.getvalue()
