"""Sheets as people keep them, for the tests; no file is needed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gonghui.kernel.files.precheck import Kind
from gonghui.kernel.files.sheets import Merged, Sheet, Workbook
from gonghui.kernel.register.reading.headings import Wanted

WANTED = (
    Wanted("name", "姓名", ("职工姓名",), required=True),
    Wanted("number", "身份证号", ("证件号码", "公民身份号码", "身份证号码"), required=True),
    Wanted("phone", "手机号", ("手机", "手机号码", "联系电话", "联系方式")),
    Wanted("joined", "入职日期", ("入职时间",)),
    Wanted("address", "住址", ("家庭住址", "地址")),
)


def sheet(
    rows: Sequence[Sequence[str]], *, first_row: int = 1, merged: Sequence[Merged] = (), name: str = "名单"
) -> Sheet:
    width = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    schema = {f"c{number}": pl.String for number in range(width)}
    return Sheet(name, pl.DataFrame(filled, schema=schema, orient="row"), first_row, merged=tuple(merged))


def book(*sheets: Sheet) -> Workbook:
    return Workbook(Kind.XLSX, list(sheets))
