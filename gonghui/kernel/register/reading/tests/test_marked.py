"""The marked copy: what has to be mended, where it stood, why; it reads back as the same roster."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest

from gonghui.kernel.files.sheets import Merged, Sheet, Workbook, read_workbook
from gonghui.kernel.files.tests import making
from gonghui.kernel.register.reading.headings import TableGuess, find_table
from gonghui.kernel.register.reading.marked import RED_WASH, Mark, write_marked
from gonghui.kernel.register.reading.tests.rosters import WANTED, book, sheet

ROWS = [
    ["花名册", "", ""], ["姓名", "身份证号", "手机号"], ["张三", "999101199001010011", "13800138000"],
    ["=1+1", "3.20924E+17", "+86"], ["@SUM(A1)", "999101", "-1"],
]  # fmt: skip
MARKS = [
    Mark("名单", 5, 1, "应有18位"), Mark("名单", 4, 1, "末尾数字丢失"), Mark("名单", 4, 2, "不是手机号"), Mark("名单", 5, None, "与第4行重复"),
]  # fmt: skip


def copied(path: Path, workbook: Workbook, marks: list[Mark], **options: str) -> tuple[Sheet, TableGuess]:
    tables = [find_table(page, WANTED) for page in workbook.sheets]
    write_marked(path, workbook, marks, tables=tables, **options)  # type: ignore[arg-type]
    back = read_workbook(path).sheets[0]
    return back, find_table(back, WANTED)


def test_only_faulty_rows_come_back_with_their_numbers_and_reasons(tmp_path: Path) -> None:
    back, guess = copied(tmp_path / "a.xlsx", book(sheet(ROWS)), MARKS)
    assert [list(row) for row in back.frame.rows()] == [
        ["花名册", "", "", "", ""],
        ["姓名", "身份证号", "手机号", "原行号", "错误原因"],
        ["=1+1", "3.20924E+17", "+86", "4", "身份证号：末尾数字丢失；手机号：不是手机号"],
        ["@SUM(A1)", "999101", "-1", "5", "身份证号：应有18位；与第4行重复"],
    ]
    assert guess.mapping == {0: "name", 1: "number", 2: "phone"}
    assert guess.unknown == ()


def test_a_full_copy_has_every_row_in_its_place(tmp_path: Path) -> None:
    back, guess = copied(
        tmp_path / "a.xlsx", book(sheet(ROWS, first_row=3)), [Mark("名单", 7, 0, "缺")], kind="all"
    )
    assert (back.first_row, guess.first_row, guess.last_row) == (3, 5, 7)
    assert [row[:3] for row in back.frame.rows()] == [tuple(row) for row in ROWS]
    assert [row[3:] for row in back.frame.rows()][2:] == [("", ""), ("", ""), ("7", "姓名：缺")]


def test_the_faulty_cells_and_no_others_are_washed_red(tmp_path: Path) -> None:
    copied(tmp_path / "a.xlsx", book(sheet(ROWS)), MARKS)
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["名单"]
    red = {cell.coordinate for row in page for cell in row if cell.fill.fgColor.rgb == f"FF{RED_WASH[1:]}"}
    assert red == {"B3", "C3", "B4"}


def test_nothing_in_the_copy_is_a_formula_or_a_link(tmp_path: Path) -> None:
    nasty = ["=1+1", "+1", "-1", "@a", "\t=1", "http://example.invalid", "{=1}", "=HYPERLINK(1)"]
    rows = [["姓名", "身份证号"], *[[text, text] for text in nasty]]
    marks = [Mark("名单", row, 0, text) for row, text in enumerate(nasty, start=2)]
    back, _ = copied(tmp_path / "a.xlsx", book(sheet(rows)), marks)
    assert back.frame["c0"].to_list()[1:] == nasty
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml
    assert b"hyperlink" not in xml


def test_a_mended_copy_can_be_marked_again(tmp_path: Path) -> None:
    copied(tmp_path / "a.xlsx", book(sheet(ROWS)), MARKS)
    once = read_workbook(tmp_path / "a.xlsx")
    back, guess = copied(tmp_path / "b.xlsx", once, [Mark("名单", 4, 1, "还是不对")])
    assert back.frame.rows()[1:] == [
        ("姓名", "身份证号", "手机号", "原行号", "错误原因"),
        ("@SUM(A1)", "999101", "-1", "4", "身份证号：还是不对"),
    ]


def test_two_heading_rows_are_found_again_in_the_copy(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "联系方式", ""], ["", "", "手机", "地址"], ["张三", "1", "2", "3"]]
    two = sheet(rows, merged=[Merged(1, 0, 2, 0), Merged(1, 2, 1, 3)])
    _, guess = copied(tmp_path / "a.xlsx", book(two), [Mark("名单", 3, 1, "短")])
    assert (guess.heading_rows, guess.mapping) == ((1, 2), {0: "name", 1: "number", 2: "phone", 3: "address"})


@pytest.mark.parametrize("write", [making.xlsx, making.xls, making.csv, making.html])
def test_every_kind_of_file_comes_back_as_a_workbook(write: object, tmp_path: Path) -> None:
    assert callable(write)
    workbook = read_workbook(write(tmp_path / "in", ROWS))
    marks = [Mark(workbook.sheets[0].name, 5, 1, "短")]
    back, guess = copied(tmp_path / "out.xlsx", workbook, marks)
    assert guess.rows(back).rows() == [(3, *ROWS[4])]


def test_sheet_names_that_a_spreadsheet_does_not_allow_are_mended(tmp_path: Path) -> None:
    pages = [sheet(ROWS, name=name) for name in ("a/b:c", "A_B_C", "长" * 40)]
    write_marked(tmp_path / "a.xlsx", book(*pages), [Mark(page.name, 5, 1, "短") for page in pages])
    assert [page.name for page in read_workbook(tmp_path / "a.xlsx").sheets] == [
        "a_b_c",
        "A_B_C_2",
        "长" * 31,
    ]


def test_a_sheet_without_faults_is_left_out_and_without_any_a_workbook_still_opens(tmp_path: Path) -> None:
    pages = book(sheet(ROWS, name="甲"), sheet(ROWS, name="乙"))
    write_marked(tmp_path / "a.xlsx", pages, [Mark("乙", 3, 0, "缺")])
    write_marked(tmp_path / "b.xlsx", pages, [])
    assert [page.name for page in read_workbook(tmp_path / "a.xlsx").sheets] == ["乙"]
    assert [page.frame.height for page in read_workbook(tmp_path / "b.xlsx").sheets] == [0]
