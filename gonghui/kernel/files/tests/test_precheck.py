"""Every kind of file gets the right name and, where it is refused, the right sentence."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui.kernel.files import precheck as pre
from gonghui.kernel.files.precheck import PAGE, REFUSALS, Kind, Refused, precheck, sniff
from gonghui.kernel.files.tests import making

FILEPASS_HERE = (b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00")
"""The record after BOF in the writer's .xls, turned into the one that says "a password is needed"."""


def raw(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def zipped(*names: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as package:
            for name in names:
                package.writestr(
                    name, "application/vnd.oasis.opendocument.spreadsheet" if name == "mimetype" else "x"
                )
        return path

    return write


KINDS: list[tuple[Kind, Callable[[Path], Path]]] = [
    (Kind.XLSX, lambda path: making.xlsx(path, making.ROSTER)),
    (Kind.XLS, lambda path: making.xls(path, making.ROSTER)),
    (Kind.CSV, lambda path: making.csv(path, making.ROSTER, "gb18030")),
    (Kind.CSV, lambda path: making.csv(path, making.ROSTER, "utf-8")),
    (Kind.CSV, lambda path: making.csv(path, making.ROSTER, "utf-8-sig")),
    (Kind.CSV, lambda path: making.csv(path, making.ROSTER, "utf-16", "\t")),
    (Kind.CSV, lambda path: making.csv(path, [["name", "phone"], ["a", "1"]], "utf-16-le", "\t")),
    (Kind.CSV, lambda path: making.csv(path, making.ROSTER * 3000, "gb18030")),
    (Kind.CSV, lambda path: making.csv(path, making.ROSTER * 3000, "utf-8")),
    (Kind.HTML, lambda path: making.html(path, making.ROSTER)),
    (Kind.EMPTY, raw(b"")),
    (Kind.EMPTY, raw(b"\xef\xbb\xbf\r\n ,,,\r\n")),
    (Kind.ENCRYPTED, lambda path: making.ole(path, "EncryptionInfo", "EncryptedPackage")),
    (Kind.ENCRYPTED, lambda path: making.changed_bytes(making.xls(path, making.ROSTER), *FILEPASS_HERE)),
    (Kind.MACRO, lambda path: making.rewritten(making.xlsx(path, [["x"]]), lambda _, data: data, {"xl/vbaProject.bin": b"x"})),
    (Kind.MACRO, lambda path: making.ole(path, "Workbook", "_VBA_PROJECT_CUR")),
    (Kind.XLSB, zipped("xl/workbook.bin")),
    (Kind.ODS, zipped("mimetype", "content.xml")),
    (Kind.DOCUMENT, zipped("[Content_Types].xml", "word/document.xml")),
    (Kind.DOCUMENT, lambda path: making.ole(path, "WordDocument")),
    (Kind.ARCHIVE, zipped("a.txt")),
    (Kind.ARCHIVE, raw(b"Rar!\x1a\x07")),
    (Kind.PDF, raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3")),
    (Kind.IMAGE, raw(b"\x89PNG\r\n\x1a\n" + bytes(40))),
    (Kind.IMAGE, raw(b"\xff\xd8\xff\xe0\x00\x10JFIF")),
    (Kind.XML, raw(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">')),
    (Kind.MHTML, raw(b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n")),
    (Kind.BROKEN, raw(b"PK\x03\x04" + bytes(100))),
    (Kind.UNKNOWN, lambda path: making.ole(path, "Something")),
    (Kind.UNKNOWN, raw(bytes(range(256)) * 20)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "make"), KINDS, ids=[f"{at}-{kind}" for at, (kind, _) in enumerate(KINDS)])
def test_the_bytes_tell_what_a_file_is(kind: Kind, make: Callable[[Path], Path], tmp_path: Path) -> None:
    path = make(tmp_path / "名单.xls")
    assert sniff(path) is kind
    if kind in pre.READABLE:
        assert precheck(path).kind is kind
    else:
        assert refusal(path) == REFUSALS[kind]


def test_every_kind_is_either_read_or_refused_with_a_sentence_of_its_own() -> None:
    assert pre.READABLE | set(REFUSALS) == set(Kind)
    assert len(set(REFUSALS.values())) == len(REFUSALS)


def refusal(path: Path, limits: pre.Limits = PAGE) -> str:
    with pytest.raises(Refused) as refused:
        precheck(path, limits)
    return refused.value.sentence


def test_the_password_sentence_says_how_to_remove_it() -> None:
    assert "把密码清空" in REFUSALS[Kind.ENCRYPTED]


def roster(tmp_path: Path) -> Path:
    return making.xlsx(tmp_path / "a.xlsx", making.ROSTER)


def keep(_: str, data: bytes) -> bytes:
    return data


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(20 * pre.MB + 1)
    assert (
        refusal(path) == "文件有 21 MB，超过 20 MB，太大了。请删去图片和不用的工作表，或拆成几个文件再上传。"
    )


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    bomb = making.rewritten(roster(tmp_path), keep, {"xl/media/a.bin": bytes(60 * pre.MB)})
    assert refusal(bomb).startswith("这个文件压缩得异常厉害")


def test_a_bomb_is_refused_by_its_unpacked_size(tmp_path: Path) -> None:
    bomb = making.rewritten(roster(tmp_path), keep, {"xl/media/a.bin": bytes(3 * pre.MB)})
    assert refusal(bomb, replace(PAGE, unpacked_mb=2)).startswith("这个文件展开后超过 2 MB")


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = making.rewritten(roster(tmp_path), keep, {f"xl/a{number}.xml": b"" for number in range(2_000)})
    assert refusal(path).startswith("这个文件内部有 2")


@pytest.mark.parametrize("name", ["../../etc/a", "/etc/a", "xl/../../a", "C:\\a", "..\\a"])
def test_names_that_lead_outside_are_refused(name: str, tmp_path: Path) -> None:
    assert refusal(making.rewritten(roster(tmp_path), keep, {name: b"x"})).startswith(
        "这个文件内部的名称不正常"
    )


def test_links_to_other_files_are_refused(tmp_path: Path) -> None:
    path = making.rewritten(roster(tmp_path), keep, {"xl/externalLinks/externalLink1.xml": b"<x/>"})
    assert "断开链接" in refusal(path)


FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_one_cell_at_the_far_end_is_refused_by_name(tmp_path: Path) -> None:
    sentence = refusal(making.with_cells(tmp_path / "a.xlsx", FAR))
    assert sentence.startswith("工作表“名单”从头到最远的单元格（XFD1048576）范围太大，超过 500 万格。")


def test_formatted_empty_cells_down_to_the_last_row_do_not_count(tmp_path: Path) -> None:
    empty = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/><c r="F1048576" s="0"></c></row>'
    empty += '<row r="5"><c r="A5"><v>1</v></c><c r="B5"><v>1</v></c></row>'
    assert precheck(making.with_cells(tmp_path / "a.xlsx", empty)).kind is Kind.XLSX


def test_hidden_rows_are_counted_per_sheet(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"/><row r="3" ht="5" hidden="1"><c r="A3"><v>1</v></c></row>'
    assert precheck(making.with_cells(tmp_path / "a.xlsx", cells)).hidden_rows == {"名单": 2}


def test_columns_are_named_as_the_spreadsheet_does() -> None:
    assert [pre.letters(column) for column in (1, 26, 27, 702, 703, 16_384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
