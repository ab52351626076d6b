"""Table files made for the tests: real ones by the usual writers, and hostile ones by hand."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped, unused-ignore]
import xlwt  # type: ignore[import-untyped, unused-ignore]

ROSTER: list[list[str]] = [
    ["姓名", "身份证号", "手机号"],
    ["张三", "999101199001010011", "13800138000"],
    ["李四", "99910119850203002X", "13900139000"],
]

Rows = Sequence[Sequence[Any]]


def xlsx(path: Path, rows: Rows, name: str = "名单") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(number, column, value)
    return path


def xls(path: Path, rows: Rows, name: str = "名单") -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(path))
    return path


def csv(path: Path, rows: Rows, encoding: str = "gb18030", separator: str = ",") -> Path:
    path.write_bytes("".join(separator.join(map(str, row)) + "\r\n" for row in rows).encode(encoding))
    return path


def html(path: Path, rows: Rows, encoding: str = "gb18030") -> Path:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path.write_bytes(f"<html><body><table>{lines}</table></body></html>".encode(encoding))
    return path


def rewritten(
    path: Path, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> Path:
    """The package with each part passed through ``change`` (None drops it) and ``extra`` parts added."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            if (changed := change(name, data)) is not None:
                package.writestr(name, changed)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return path


def with_cells(path: Path, cells: str) -> Path:
    """A workbook whose sheet holds the given XML inside ``sheetData``."""
    xlsx(path, [["x"]])

    def change(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        return re.sub(rb"<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>".encode(), data)

    return rewritten(path, change)


def ole(path: Path, *streams: str) -> Path:
    """An OLE2 file with nothing but a directory that names these streams."""
    directory = b"".join(_entry(name) for name in ("Root Entry", *streams))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + (9).to_bytes(2, "little")
    path.write_bytes(header.ljust(512, b"\x00") + directory.ljust(1024, b"\x00"))
    return path


def _entry(name: str) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    return (text.ljust(64, b"\x00") + len(text).to_bytes(2, "little")).ljust(128, b"\x00")


def changed_bytes(path: Path, old: bytes, new: bytes) -> Path:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))
    return path
