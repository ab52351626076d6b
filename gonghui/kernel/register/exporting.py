"""A list as a workbook: text only, so that nothing a person typed can come alive in a spreadsheet."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import transaction
from django.http import QueryDict

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.store import keep
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Register
from gonghui.kernel.register.listing import Listing
from gonghui.kernel.units.models import Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT = verb("register.export", "导出台账", "register", "rows", "whole", "reason", "sha256")
MOST = 1_048_000  # rows a sheet can hold
PIECE = 2_000  # rows read at a time


@transaction.atomic
def export(
    *, actor: Actor, register: Register, asked: QueryDict, ids: list[Any] | None, reason: str, on: date
) -> StoredFile:
    """The rows of a list address (or ``ids`` of them) as .xlsx. With a reason, secrets are written whole."""
    rows = Listing(register, actor, asked).rows()
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    whole = bool(reason) and register.may(actor, "reveal")
    unit = Unit.objects.get(pk=actor.unit_id)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "export.xlsx"
        count = write(out, register, actor, rows, whole=whole)
        name = f"{register.label}-{on:%Y%m%d}.xlsx"
        file = keep(actor=actor, unit=unit, source=out, name=name, purpose="export", media_type=XLSX)
    record(
        actor, EXPORT, file, unit_id=unit.pk, register=register.key, rows=count, whole=whole,
        reason=reason[:100], sha256=file.sha256,
    )  # fmt: skip
    return file


def write(out: Path, register: Register, actor: Actor, rows: Any, *, whole: bool) -> int:
    """Headings and rows as strings; returns how many rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(out), options) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#EEF1F5", "bottom": 1})
        sheet = book.add_worksheet(register.label[:31])
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(register.columns):
            sheet.set_column(at, at, max(10, min(len(column.label) * 3, 24)), text)
            sheet.write_string(0, at, column.label, head)
        count = 0
        keys = list(rows.values_list("pk", flat=True)[:MOST])
        for start in range(0, len(keys), PIECE):
            for row in register.whole(actor, keys[start : start + PIECE]):
                count += 1
                for at, column in enumerate(register.columns):
                    sheet.write_string(count, at, column.whole(row) if whole else column.text(row), text)
    return count
