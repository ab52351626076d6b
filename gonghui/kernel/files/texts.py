"""A text file of the kinds people use (.docx, .txt), checked and read in a limited child, as lines of plain text.

Of a .docx: its paragraphs in order, each row of a table as one line with tabs between the cells, then foot- and
endnotes. Struck-out revisions are left out. Nothing but text is looked at: no picture, field, link or template.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from gonghui.kernel.files.kinds import UNREADABLE, Kind, plain_name, sniff
from gonghui.kernel.files.precheck import MB, PAGE, Fault, Limits, Refused, directory_fault
from gonghui.kernel.files.sandbox import run_limited

DOCUMENT = "word/document.xml"
ANSWER_MB = 64
_SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再上传，或者把文字复制出来粘贴。"
_TABLE = "这是表格，不是文稿。请上传 Word 文档（.docx）或文本（.txt），或者把文字复制出来粘贴。"
REFUSALS: Mapping[Kind, str] = {
    Kind.EMPTY: "这个文件是空的，里面没有内容。请确认选对了文件，保存后再上传。",
    Kind.ENCRYPTED: "这个文件设了打开密码，系统读不到内容。请用 Word 或 WPS 打开，去掉密码，保存后再上传。",
    Kind.MACRO: "这个文件带有宏（程序代码），为了安全不接收。" + _SAVE_AS,
    Kind.DOCUMENT: "系统不读这种格式（旧版 Word、RTF 或演示文稿）。" + _SAVE_AS,
    Kind.PDF: "这是 PDF 文件，系统不读。请上传原来的 Word 文档（.docx），或者把文字复制出来粘贴。",
    Kind.IMAGE: "这是图片，系统不读。请上传 Word 文档（.docx），或者把文字打出来粘贴。",
    Kind.ARCHIVE: "这是压缩包或别的格式，不是文稿。请解压后上传里面的 Word 文档（.docx）。",
    Kind.HTML: "这是网页，不是文稿。请把文字复制出来粘贴。",
    Kind.BROKEN: "这个文件不完整或已损坏，打不开。请在 Word 或 WPS 里重新打开并保存一份，再上传。",
    Kind.UNKNOWN: "认不出这个文件是什么。请上传 Word 文档（.docx）或文本（.txt），或者把文字复制出来粘贴。",
    **dict.fromkeys((Kind.XLSX, Kind.XLS, Kind.XLSB, Kind.XML, Kind.ODS, Kind.MHTML), _TABLE),
}
_FILE_SIZE = "文件有 {size} MB，超过 {limit} MB，太大了。请删去图片再上传，或者把文字复制出来粘贴。"
_FAULTS: Mapping[Fault, str] = {
    Fault.ENCRYPTED: REFUSALS[Kind.ENCRYPTED],
    Fault.ENTRIES: "这个文件内部的部件太多，不像正常的文稿，不接收。" + _SAVE_AS,
    Fault.PATHS: "这个文件内部的名称不正常，不像 Word 或 WPS 存出来的文稿，为了安全不接收。" + _SAVE_AS,
    Fault.UNPACKED: "这个文件展开后太大，不接收。请删去图片再上传，或者把文字复制出来粘贴。",
    Fault.RATIO: "这个文件压缩得异常厉害，不像正常的文稿，为了安全不接收。" + _SAVE_AS,
}


def read_text(path: Path, *, limits: Limits = PAGE) -> list[str]:
    """Its lines, without those that are empty at the end. Raises ``Refused`` or ``ChildFailed``, each with a sentence."""
    check_text(path, limits)
    with tempfile.TemporaryDirectory(prefix="text-") as folder:
        out = Path(folder) / "result.json"
        run_limited(
            "gonghui.kernel.files.textchild",
            [str(path.resolve()), str(out), json.dumps(asdict(replace(limits, output_mb=ANSWER_MB)))],
            memory_mb=limits.memory_mb, seconds=limits.seconds, output_mb=ANSWER_MB,
        )  # fmt: skip
        result = json.loads(out.read_text(encoding="utf-8"))
    if "refused" in result:
        raise Refused(result["refused"])
    lines: list[str] = result["lines"]
    return lines


def check_text(path: Path, limits: Limits) -> bool:
    """Refuse what is no text that can be read; True when it is a .docx. Opens nothing but the zip directory."""
    size = path.stat().st_size
    if size > limits.file_mb * MB:
        raise Refused(_FILE_SIZE.format(size=-(-size // MB), limit=limits.file_mb))
    kind = sniff(path)
    if kind is Kind.CSV:  # any text without marks of another kind
        return False
    if kind is not Kind.DOCUMENT or not zipfile.is_zipfile(path):
        raise Refused(REFUSALS[kind])
    try:
        with zipfile.ZipFile(path) as package:
            _check_package(package, size, limits)
    except UNREADABLE as error:
        raise Refused(REFUSALS[Kind.BROKEN]) from error
    return True


def _check_package(package: zipfile.ZipFile, size: int, limits: Limits) -> None:
    fault = directory_fault(package, size, limits)
    if fault is not None:
        raise Refused(_FAULTS[fault])
    if DOCUMENT not in map(plain_name, package.namelist()):
        raise Refused(REFUSALS[Kind.DOCUMENT])
