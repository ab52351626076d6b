"""What a handed-in table file is, judged by its bytes, and whether it is safe to open.

Nothing here opens a workbook: only the zip directory, the OLE2 directory and plain bytes are looked at, so a
hostile file costs time in proportion to its size. Cell references are read with cheap patterns: an honest file
gets an exact answer with a sentence, a file made to evade them meets the child's limits (``sandbox``).
"""

from __future__ import annotations

import codecs
import html
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO

MB = 1 << 20
_SAMPLE = 1 << 16
_CHUNK = 1 << 22


class Kind(StrEnum):
    """What the bytes are, whatever the name says."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    HTML = "html"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    MACRO = "macro"
    XLSB = "xlsb"
    XML = "xml"
    MHTML = "mhtml"
    ODS = "ods"
    DOCUMENT = "document"
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"
    BROKEN = "broken"
    UNKNOWN = "unknown"


READABLE = frozenset({Kind.XLSX, Kind.XLS, Kind.CSV, Kind.HTML})

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"
REFUSALS: Mapping[Kind, str] = {
    Kind.EMPTY: "这个文件是空的，里面没有内容。请确认选对了文件，保存后再上传。",
    Kind.ENCRYPTED: "这个文件设了打开密码，系统读不到内容。"
    "请用 Excel 或 WPS 打开，在“文件→信息→保护工作簿→用密码进行加密”里把密码清空，保存后再上传。",
    Kind.MACRO: "这个文件带有宏（程序代码），为了安全不接收。" + _SAVE_AS,
    Kind.XLSB: "这是二进制工作簿（.xlsb），系统不读这种格式。" + _SAVE_AS,
    Kind.XML: "这是“XML 表格 2003”，系统不读这种格式。" + _SAVE_AS,
    Kind.MHTML: "这是“单个文件网页”（.mht），系统不读这种格式。" + _SAVE_AS,
    Kind.ODS: "这是 OpenDocument 表格（.ods），系统不读这种格式。" + _SAVE_AS,
    Kind.DOCUMENT: "这是文字文档或演示文稿，不是表格。请把里面的表格复制到 Excel 或 WPS 表格里，存为 .xlsx 后再上传。",
    Kind.PDF: "这是 PDF 文件，不是表格。请上传原来的表格文件（.xlsx、.xls 或 .csv）。",
    Kind.IMAGE: "这是图片，不是表格。请上传原来的表格文件（.xlsx、.xls 或 .csv）。",
    Kind.ARCHIVE: "这是压缩包，不是表格。请解压后把里面的表格文件逐个上传。",
    Kind.BROKEN: "这个文件不完整或已损坏，打不开。请在 Excel 或 WPS 里重新打开并保存一份，再上传。",
    Kind.UNKNOWN: "认不出这个文件是什么。请上传表格文件（.xlsx、.xls 或 .csv）。",
}
_LINKS = (
    "这个表格引用了别的文件（外部链接），为了安全不接收。"
    "请在 Excel“数据→编辑链接→断开链接”，或全选后“选择性粘贴→数值”，保存后再上传。"
)
_UNPACKED = (
    "这个文件展开后超过 {limit} MB，太大了，多半是整行整列都设了格式。"
    "请把有内容的部分复制到新的工作簿，保存后再上传；内容确实很多时请拆成几个文件。"
)
_RATIO = "这个文件压缩得异常厉害，不像正常的表格，为了安全不接收。" + _SAVE_AS
_PATHS = "这个文件内部的名称不正常，不像 Excel 或 WPS 存出来的表格，为了安全不接收。" + _SAVE_AS
_ENTRIES = (
    "这个文件内部有 {count} 个部件，超过 {limit} 个，不接收。请把有内容的部分复制到新的工作簿，保存后再上传。"
)
_FILE_SIZE = "文件有 {size} MB，超过 {limit} MB，太大了。请删去图片和不用的工作表，或拆成几个文件再上传。"
CELLS = (
    "工作表“{sheet}”从头到最远的单元格（{cell}）范围太大，超过 {limit} 万格。"
    "如果那里其实没有用处，请删掉远处多余的内容再保存；如果确实有这么多行，请拆成几个文件再上传。"
)


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
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


def sniff(path: Path) -> Kind:
    """What the file is by its first bytes and its directory; reads at most the file itself, opens nothing."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head:
        return Kind.EMPTY
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path.read_bytes())
    for start, kind in _MAGIC.items():
        if head.startswith(start):
            return kind
    if head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix") or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return Kind.IMAGE
    return _text_kind(head, whole=len(head) < _SAMPLE)


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
    except _UNREADABLE as error:
        raise Refused(REFUSALS[Kind.BROKEN]) from error


# -- text ------------------------------------------------------------------------------------------------------

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def decode(data: bytes, *, whole: bool = True) -> str | None:
    """Text of a .csv or .html: UTF-8, UTF-16 or GB18030, or None when it is no text.

    ``whole=False`` says that ``data`` may end within a character. A few undecodable bytes in a hundred become
    U+FFFD, which the cleaners report in the cell where it stands.
    """
    for encoding in (*_by_mark(data), "utf-8", "gb18030"):
        text = _try(data, encoding, whole)
        if text is not None:
            return None if len(_CONTROL.findall(text)) * 100 > len(text) else text.replace("\x00", "")
    text = data.decode("gb18030", errors="replace")
    bad = text.count("�") + len(_CONTROL.findall(text))
    return text if bad * 100 < len(text) else None


def _by_mark(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    quarter = len(data) // 4
    if quarter and data[1::2].count(0) > quarter:
        return ("utf-16-le",)
    if quarter and data[0::2].count(0) > quarter:
        return ("utf-16-be",)
    return ()


def _try(data: bytes, encoding: str, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(data, final=whole)
    except UnicodeDecodeError:
        return None


def _text_kind(head: bytes, *, whole: bool) -> Kind:
    text = decode(head, whole=whole)
    if text is None:
        return Kind.UNKNOWN
    start = text.lstrip("\ufeff \t\r\n,;").lower()
    if not start:
        return Kind.EMPTY if whole else Kind.UNKNOWN
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith("<?xml"):
        return Kind.XML
    if start.startswith("mime-version:"):
        return Kind.MHTML
    if start.startswith("<"):
        return Kind.HTML if re.search(r"<(table|html|body|meta)\b", start) else Kind.UNKNOWN
    return Kind.CSV


_MAGIC: Mapping[bytes, Kind] = {
    b"%PDF": Kind.PDF,
    b"\x89PNG": Kind.IMAGE,
    b"\xff\xd8\xff": Kind.IMAGE,
    b"GIF8": Kind.IMAGE,
    b"BM": Kind.IMAGE,
    b"II*\x00": Kind.IMAGE,
    b"MM\x00*": Kind.IMAGE,
    b"Rar!": Kind.ARCHIVE,
    b"7z\xbc\xaf": Kind.ARCHIVE,
    b"\x1f\x8b": Kind.ARCHIVE,
    b"{\\rtf": Kind.DOCUMENT,
}

# -- OLE2: .xls, and every Office file with a password -----------------------------------------------------------

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILEPASS, _BOF = 0x2F, 0x809


def _ole_kind(data: bytes) -> Kind:
    if _stream(data, "EncryptedPackage") is not None:
        return Kind.ENCRYPTED
    book = _stream(data, "Workbook") or _stream(data, "Book")
    if book is None:
        is_document = any(_stream(data, name) is not None for name in ("WordDocument", "PowerPoint Document"))
        return Kind.DOCUMENT if is_document else Kind.UNKNOWN
    if _has_password(data, book):
        return Kind.ENCRYPTED
    return Kind.MACRO if _stream(data, "_VBA_PROJECT_CUR") is not None else Kind.XLS


def _stream(data: bytes, name: str) -> int | None:
    """Where the directory entry of that name begins (entries are 128 bytes long and aligned), or None."""
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    length = len(wanted).to_bytes(2, "little")
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == length:
            return at
        at = data.find(wanted, at + 1)
    return None


def _has_password(data: bytes, entry: int) -> bool:
    """A FILEPASS record among the first few of the workbook stream ([MS-XLS] 2.4.117)."""
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    at = (int.from_bytes(data[entry + 116 : entry + 120], "little") + 1) * sector
    for _ in range(4):
        record, length = (
            int.from_bytes(data[at : at + 2], "little"),
            int.from_bytes(data[at + 2 : at + 4], "little"),
        )
        if record == _FILEPASS:
            return True
        at += 4 + length
    return False


# -- zip -------------------------------------------------------------------------------------------------------


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = {_plain(name) for name in package.namelist()}
            is_ods = "mimetype" in names and b"opendocument.spreadsheet" in package.open("mimetype").read(200)
    except _UNREADABLE:
        return Kind.BROKEN
    if any(name.endswith("vbaproject.bin") for name in names):
        return Kind.MACRO
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return Kind.DOCUMENT
    return Kind.ODS if is_ods else Kind.ARCHIVE


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _check_directory(package: zipfile.ZipFile, size: int, limits: Limits) -> None:
    entries = package.infolist()
    if len(entries) > limits.entries:
        raise Refused(_ENTRIES.format(count=len(entries), limit=limits.entries))
    names = [_plain(entry.filename) for entry in entries]
    if any(_strays(name) for name in names) or len(set(names)) < len(names):
        raise Refused(_PATHS)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(REFUSALS[Kind.ENCRYPTED])
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_mb * MB:
        raise Refused(_UNPACKED.format(limit=limits.unpacked_mb))
    if unpacked > 10 * MB and unpacked > limits.ratio * size:
        raise Refused(_RATIO)
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
        extent.grow(max(map(_digits, set(_ROW.findall(piece))), default=0), columns)
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
