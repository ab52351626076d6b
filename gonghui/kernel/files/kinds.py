"""What a handed-in file is, judged by its bytes whatever its name says; and what to tell who hands in another.

Only the first bytes, the zip directory and the OLE2 directory are looked at; nothing is opened or unpacked.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

_SAMPLE = 1 << 16


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

SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"
REFUSALS: Mapping[Kind, str] = {
    Kind.EMPTY: "这个文件是空的，里面没有内容。请确认选对了文件，保存后再上传。",
    Kind.ENCRYPTED: "这个文件设了打开密码，系统读不到内容。"
    "请用 Excel 或 WPS 打开，在“文件→信息→保护工作簿→用密码进行加密”里把密码清空，保存后再上传。",
    Kind.MACRO: "这个文件带有宏（程序代码），为了安全不接收。" + SAVE_AS,
    Kind.XLSB: "这是二进制工作簿（.xlsb），系统不读这种格式。" + SAVE_AS,
    Kind.XML: "这是“XML 表格 2003”，系统不读这种格式。" + SAVE_AS,
    Kind.MHTML: "这是“单个文件网页”（.mht），系统不读这种格式。" + SAVE_AS,
    Kind.ODS: "这是 OpenDocument 表格（.ods），系统不读这种格式。" + SAVE_AS,
    Kind.DOCUMENT: "这是文字文档或演示文稿，不是表格。请把里面的表格复制到 Excel 或 WPS 表格里，存为 .xlsx 后再上传。",
    Kind.PDF: "这是 PDF 文件，不是表格。请上传原来的表格文件（.xlsx、.xls 或 .csv）。",
    Kind.IMAGE: "这是图片，不是表格。请上传原来的表格文件（.xlsx、.xls 或 .csv）。",
    Kind.ARCHIVE: "这是压缩包，不是表格。请解压后把里面的表格文件逐个上传。",
    Kind.BROKEN: "这个文件不完整或已损坏，打不开。请在 Excel 或 WPS 里重新打开并保存一份，再上传。",
    Kind.UNKNOWN: "认不出这个文件是什么。请上传表格文件（.xlsx、.xls 或 .csv）。",
}
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)
"""What the standard zip reader raises on damaged packages."""


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
    bad = text.count("\ufffd") + len(_CONTROL.findall(text))
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
            names = {plain_name(name) for name in package.namelist()}
            is_ods = "mimetype" in names and b"opendocument.spreadsheet" in package.open("mimetype").read(200)
    except UNREADABLE:
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


def plain_name(name: str) -> str:
    return name.replace("\\", "/").lower()
