"""Whether a handed-in table file is safe to open; what it is at all, says ``kinds``.

Nothing here opens a workbook: only the zip directory, the OLE2 directory and plain bytes are looked at, so a
hostile file costs time in proportion to its size. Cell references are read with cheap patterns: an honest file
gets an exact answer with a sentence, a file made to evade them meets the child's limits (``sandbox``).
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO

from gonghui.kernel.files.kinds import (
    READABLE,
    REFUSALS,
    SAVE_AS,
    UNREADABLE,
    Kind,
    decode,
    plain_name,
    sniff,
)

__all__ = [
    "OPERATOR",
    "PAGE",
    "READABLE",
    "REFUSALS",
    "Checked",
    "Fault",
    "Kind",
    "Limits",
    "Refused",
    "cells_sentence",
    "decode",
    "directory_fault",
    "letters",
    "precheck",
    "sniff",
]

MB = 1 << 20
_CHUNK = 1 << 22


_LINKS = (
    "这个表格引用了别的文件（外部链接），为了安全不接收。"
    "请在 Excel“数据→编辑链接→断开链接”，或全选后“选择性粘贴→数值”，保存后再上传。"
)
_UNPACKED = (
    "这个文件展开后超过 {limit} MB，太大了，多半是整行整列都设了格式。"
    "请把有内容的部分复制到新的工作簿，保存后再上传；内容确实很多时请拆成几个文件。"
)
_RATIO = "这个文件压缩得异常厉害，不像正常的表格，为了安全不接收。" + SAVE_AS
_PATHS = "这个文件内部的名称不正常，不像 Excel 或 WPS 存出来的表格，为了安全不接收。" + SAVE_AS
_ENTRIES = (
    "这个文件内部有 {count} 个部件，超过 {limit} 个，不接收。请把有内容的部分复制到新的工作簿，保存后再上传。"
)
_FILE_SIZE = "文件有 {size} MB，超过 {limit} MB，太大了。请删去图片和不用的工作表，或拆成几个文件再上传。"
CELLS = (
    "工作表“{sheet}”从头到最远的单元格（{cell}）范围太大，超过 {limit} 万格。"
    "如果那里其实没有用处，请删掉远处多余的内容再保存；如果确实有这么多行，请拆成几个文件再上传。"
)


class Refused(Exception):
    """The file will not be read; ``sentence`` tells the user why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, and what the child that reads it may use (MB, seconds)."""

    file_mb: int
    unpacked_mb: int
    cells: int
    entries: int = 2_000
    ratio: int = 100
    memory_mb: int = 1_024
    output_mb: int = 512
    seconds: int = 30


PAGE = Limits(file_mb=20, unpacked_mb=200, cells=5_000_000)
OPERATOR = Limits(
    file_mb=200, unpacked_mb=2_048, cells=50_000_000, memory_mb=8_192, output_mb=4_096, seconds=600
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be read: its kind, and per sheet name how many rows are hidden (.xlsx only)."""

    kind: Kind
    hidden_rows: Mapping[str, int] = field(default_factory=dict)


def precheck(path: Path, limits: Limits = PAGE) -> Checked:
    """Refuse with a sentence what cannot or should not be opened; raises ``Refused``."""
    size = path.stat().st_size
    if size > limits.file_mb * MB:
        raise Refused(_FILE_SIZE.format(size=-(-size // MB), limit=limits.file_mb))
    kind = sniff(path)
    if kind not in READABLE:
        raise Refused(REFUSALS[kind])
    if kind is not Kind.XLSX:
        return Checked(kind)
    try:
        with zipfile.ZipFile(path) as package:
            _check_directory(package, size, limits)
            return Checked(kind, _check_cells(package, limits))
    except UNREADABLE as error:
        raise Refused(REFUSALS[Kind.BROKEN]) from error


class Fault(StrEnum):
    """What is wrong with a package before any part of it is opened."""

    ENTRIES = "entries"
    PATHS = "paths"
    ENCRYPTED = "encrypted"
    UNPACKED = "unpacked"
    RATIO = "ratio"


def directory_fault(package: zipfile.ZipFile, size: int, limits: Limits) -> Fault | None:
    """By the package's directory alone; ``size`` of the file in bytes."""
    entries = package.infolist()
    names = [plain_name(entry.filename) for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    faults = {
        Fault.ENTRIES: len(entries) > limits.entries,
        Fault.PATHS: any(_strays(name) for name in names) or len(set(names)) < len(names),
        Fault.ENCRYPTED: any(entry.flag_bits & 1 for entry in entries),
        Fault.UNPACKED: unpacked > limits.unpacked_mb * MB,
        Fault.RATIO: unpacked > 10 * MB and unpacked > limits.ratio * size,
    }
    return next((fault for fault, so in faults.items() if so), None)


_FAULTS = {
    Fault.ENTRIES: _ENTRIES,
    Fault.PATHS: _PATHS,
    Fault.ENCRYPTED: REFUSALS[Kind.ENCRYPTED],
    Fault.UNPACKED: _UNPACKED,
    Fault.RATIO: _RATIO,
}


def _check_directory(package: zipfile.ZipFile, size: int, limits: Limits) -> None:
    names = [plain_name(entry.filename) for entry in package.infolist()]
    fault = directory_fault(package, size, limits)
    if fault is not None:
        limit = limits.unpacked_mb if fault is Fault.UNPACKED else limits.entries
        raise Refused(_FAULTS[fault].format(count=len(names), limit=limit))
    if any(name.startswith("xl/externallinks/") for name in names):
        raise Refused(_LINKS)


def _strays(name: str) -> bool:
    return name.startswith("/") or ":" in name or "\x00" in name or ".." in name.split("/")


# -- cells -----------------------------------------------------------------------------------------------------

_ROW = re.compile(rb'r="[A-Za-z]*(\d+)"')
_COLUMN = re.compile(rb'r="([A-Za-z]+)\d')
_FILLED = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Za-z]+)(\d+)"[^>]*?(?<!/)>\s*<(?!/)')
_HIDDEN = re.compile(rb'<(?:\w+:)?row [^>]*?\bhidden="(?:1|true)"')


@dataclass(slots=True)
class _Extent:
    """The rectangle from A1 to the farthest cell, 1-based, and the rows hidden within."""

    rows: int = 0
    columns: int = 0
    hidden: int = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def grow(self, rows: int, columns: int) -> None:
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)


def _check_cells(package: zipfile.ZipFile, limits: Limits) -> Mapping[str, int]:
    """Rows hidden per sheet; refuses when the sheets' rectangles together hold too many cells.

    First counts formatted but empty cells too, which is quick; only when that is too many are the cells with
    content looked at one by one.
    """
    parts = _sheet_parts(package)
    extents = {part: _quick(package, part) for part in parts}
    hidden = {parts[part]: extent.hidden for part, extent in extents.items()}
    if sum(extent.cells for extent in extents.values()) > limits.cells:
        extents = {part: _careful(package, part) for part in parts}
    if sum(extent.cells for extent in extents.values()) > limits.cells:
        part, worst = max(extents.items(), key=lambda item: item[1].cells)
        raise Refused(cells_sentence(parts[part], worst.rows, worst.columns, limits))
    return hidden


def cells_sentence(sheet: str, rows: int, columns: int, limits: Limits) -> str:
    """Says how far that sheet reaches (1-based) and that this is too far."""
    return CELLS.format(sheet=sheet, cell=f"{letters(columns)}{rows}", limit=limits.cells // 10_000)


def letters(column: int) -> str:
    """1 → A, 27 → AA, as the spreadsheet shows it."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _number(column: bytes) -> int:
    value = 0
    for letter in column.upper()[:6]:
        value = value * 26 + letter - 64
    return value


def _quick(package: zipfile.ZipFile, part: str) -> _Extent:
    extent = _Extent()
    for piece in _pieces(package, part):
        columns = max(map(_number, set(_COLUMN.findall(piece))), default=0)
        last = max(
            piece.rfind(b'<row r="'), piece.rfind(b'<c r="'), 0
        )  # rows ascend; else the whole piece is read
        extent.grow(max(map(_digits, _ROW.findall(piece, last)), default=0), columns)
        if b'hidden="' in piece:
            extent.hidden += len(_HIDDEN.findall(piece))
    return extent


def _careful(package: zipfile.ZipFile, part: str) -> _Extent:
    extent = _Extent()
    for piece in _pieces(package, part):
        for column, row in _FILLED.findall(piece):
            extent.grow(_digits(row), _number(column))
    return extent


def _digits(row: bytes) -> int:
    return int(row[:12])


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part's XML in pieces that each end before a row or a cell begins."""
    with package.open(part) as stream:
        yield from _cut(stream)


def _cut(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        chunk = rest + chunk
        at = max(chunk.rfind(b"<c "), chunk.rfind(b"<row "))
        at = at if at > 0 else len(chunk)
        yield chunk[:at]
        rest = chunk[at:]
    yield rest


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Part name → sheet name; a sheet whose name cannot be found is called by its part."""
    names = package.namelist()
    parts = {
        name: posixpath.basename(name)
        for name in names
        if re.match(r"(?i)xl[/\\]worksheets[/\\][^/\\]+\.xml$", name)
    }
    workbook, links = _small(package, "xl/workbook.xml"), _small(package, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id", ""): link.get("Target", "") for link in _tags(links, "Relationship")}
    for sheet in _tags(workbook, "sheet"):
        key = next((value for name, value in sheet.items() if name.endswith(":id")), "")
        part = posixpath.normpath(posixpath.join("xl", targets.get(key, ""))).lstrip("/")
        if part in names:
            parts[part] = sheet.get("name", part)
    return parts


def _small(package: zipfile.ZipFile, part: str) -> str:
    if part not in package.namelist():
        return ""
    with package.open(part) as stream:
        return stream.read(2 * MB).decode("utf-8", errors="replace")


def _tags(text: str, tag: str) -> Iterator[dict[str, str]]:
    for attributes in re.findall(rf"<(?:\w+:)?{tag}\s([^<>]*)>", text):
        yield {
            name: html.unescape(value) for name, value in re.findall(r'([\w:]+)\s*=\s*"([^"]*)"', attributes)
        }
