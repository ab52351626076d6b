"""Whatever a table file is, its cells arrive as the text that a person sees in it, at the place they see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest
import xlsxwriter  # type: ignore[import-untyped, unused-ignore]

from gonghui.kernel.files.precheck import PAGE, Kind, Refused
from gonghui.kernel.files.sheets import Merged, Sheet, Workbook, read_workbook
from gonghui.kernel.files.tests import making
from gonghui.kernel.files.tests.making import ROSTER

WRITERS: dict[Kind, Callable[[Path, making.Rows], Path]] = {
    Kind.XLSX: making.xlsx, Kind.XLS: making.xls, Kind.CSV: making.csv, Kind.HTML: making.html
}  # fmt: skip


def texts(sheet: Sheet) -> list[list[str]]:
    return [list(row) for row in sheet.frame.rows()]


def only(path: Path) -> Sheet:
    (sheet,) = read_workbook(path).sheets
    return sheet


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_roster_reads_the_same_from_every_kind_of_file(kind: Kind, tmp_path: Path) -> None:
    book = read_workbook(WRITERS[kind](tmp_path / "名单.xls", ROSTER))
    assert (book.kind, [texts(sheet) for sheet in book.sheets]) == (kind, [ROSTER])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_in_any_usual_writing(encoding: str, separator: str, tmp_path: Path) -> None:
    assert texts(only(making.csv(tmp_path / "a.csv", [*ROSTER, ["䶮", "€", "𠮷"]], encoding, separator)))[
        3
    ] == ["䶮", "€", "𠮷"]


def test_csv_rows_are_counted_as_the_spreadsheet_does(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('姓名,地址\n\n张三,"第一行\n第二行",x\n李四,="0012"\n'.encode())
    assert texts(only(path)) == [
        ["姓名", "地址", ""],
        ["", "", ""],
        ["张三", "第一行\n第二行", "x"],
        ["李四", "0012", ""],
    ]


def test_a_csv_cut_within_a_character_keeps_the_rest(tmp_path: Path) -> None:
    path = making.csv(tmp_path / "a.csv", ROSTER * 20, "gb18030")
    path.write_bytes(path.read_bytes() + "赵".encode("gb18030")[:1])
    assert texts(only(path))[:60] == ROSTER * 20


VALUES = [
    (13800138000.0, "13800138000"), (320924199001011234.0, "3.20924E+17"), (1e15, "1E+15"), (999999999999999.0, "999999999999999"),
    (0.1 + 0.2, "0.3"), (1e-7, "0.0000001"), (-12.5, "-12.5"), (True, "是"), (False, "否"), ("3.2E+17", "3.2E+17"),
    ("999101199001010011", "999101199001010011"), ("true", "true"), ("=1+1", "=1+1"), ("a\x00b", "ab"), (0, "0"),
]  # fmt: skip
MOMENTS = [
    (dt.date(2024, 5, 1), "yyyy-mm-dd", "2024-05-01"),
    (dt.datetime.fromisoformat("2024-05-01T12:30:05"), "yyyy/m/d h:mm", "2024-05-01 12:30:05"),
    (dt.time(6), "h:mm", "06:00:00"), (dt.timedelta(hours=36), "[h]:mm", "36:00:00"),
]  # fmt: skip


def test_typed_cells_become_the_text_a_person_sees(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for row, (value, _) in enumerate(VALUES):
            (sheet.write_string if isinstance(value, str) else sheet.write)(row, 0, value)
        for row, (moment, shown, _) in enumerate(MOMENTS):
            sheet.write_datetime(row, 1, moment, book.add_format({"num_format": shown}))
        sheet.write_formula(0, 2, "=NA()", None, "#N/A")
        sheet.write_formula(1, 2, "=1+1", None, 2)
    frame = only(tmp_path / "a.xlsx").frame
    assert frame["c0"].to_list() == [text for _, text in VALUES]
    assert frame["c1"].to_list()[: len(MOMENTS)] == [text for _, _, text in MOMENTS]
    assert frame["c2"].to_list()[:2] == ["", "2"]


def test_long_numbers_of_an_old_xls_are_marked_too(tmp_path: Path) -> None:
    rows = [[320924199001011234.0, 13800138000.0, dt.date(2024, 5, 1)]]
    assert texts(only(making.xls(tmp_path / "a.xls", rows)))[0][:2] == ["3.20924E+17", "13800138000"]


def test_places_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C5"], sheet["D7"] = "姓名", "张三"
    sheet["F900"].number_format = "@"
    sheet.merge_cells("C5:D5")
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    first, hidden, empty = read_workbook(tmp_path / "a.xlsx").sheets
    assert texts(first) == [["", "", "姓名", ""], ["", "", "", ""], ["", "", "", "张三"]]
    assert (first.first_row, first.last_row, first.hidden_rows, first.hidden) == (5, 7, 1, False)
    assert first.merged == (Merged(5, 2, 5, 3),)
    assert (hidden.name, hidden.hidden, empty.frame.shape, empty.hidden) == ("隐藏", True, (0, 0), False)


def test_spanned_cells_of_a_web_page(tmp_path: Path) -> None:
    path = tmp_path / "名单.xls"
    path.write_bytes(
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset=gb2312><table>'
        "<tr><th rowspan=2>姓名</th><th colspan=2>联系方式</th></tr><tr><th>手机<br>号</th><th>地址</th></tr>"
        "<tr><td>张三</td><td x:str>13800138000</td><td>&nbsp;幸福路</td></tr></table></html>".encode(
            "gb18030"
        )
    )
    sheet = only(path)
    assert texts(sheet) == [
        ["姓名", "联系方式", ""],
        ["", "手机\n号", "地址"],
        ["张三", "13800138000", "幸福路"],
    ]
    assert sheet.merged == (Merged(1, 0, 2, 0), Merged(1, 1, 1, 2))


def test_megabytes_of_formatting_around_a_small_roster_do_no_harm(tmp_path: Path) -> None:
    """Every row down to the last has a height and formatted empty cells; one lies in the last column."""
    content = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    empty = (
        f'<row r="{n}" ht="{n % 97}" s="1"><c r="A{n}" s="1"/><c r="B{n}" s="0"/></row>'
        for n in range(3, 1_048_576)
    )
    path = making.with_cells(
        tmp_path / "a.xlsx", content + "".join(empty) + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert path.stat().st_size > 5 << 20
    assert texts(only(path)) == [["姓名"], ["1"]]


def row_xml(number: int) -> str:
    words = "".join(f'<c r="{letter}{number}" t="str"><v>某{letter}{number}</v></c>' for letter in "ABCDEFGH")
    return f'<row r="{number}">{words}<c r="I{number}"><v>{13800000000 + number}</v></c><c r="J{number}"><v>7</v></c></row>'


def test_a_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    path = making.with_cells(tmp_path / "a.xlsx", "".join(map(row_xml, range(1, 100_001))))
    frame = only(path).frame
    assert frame.shape == (100_000, 10)
    assert frame.row(99_999)[7:] == ("某H100000", "13800100000", "7")


def test_too_many_cells_in_a_csv_or_page_are_refused(tmp_path: Path) -> None:
    wide = [["x"] * 6_000, *[["x"]] * 1_000]
    for write in (making.csv, making.html):
        with pytest.raises(Refused, match="范围太大，超过 500 万格"):
            read_workbook(write(tmp_path / "a", wide), limits=PAGE)


def test_a_span_of_a_billion_columns_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<table>" + "<tr><td colspan=999999999 rowspan=99999999>x" * 400 + "</table>")
    with pytest.raises(Refused, match="范围太大"):
        read_workbook(path)


def test_a_workbook_finds_its_sheets_by_name(tmp_path: Path) -> None:
    book: Workbook = read_workbook(making.xlsx(tmp_path / "a.xlsx", ROSTER, "二分厂"))
    assert texts(book.sheet("二分厂")) == ROSTER
