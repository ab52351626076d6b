"""The table is found in rosters as people keep them, and nothing is left out without being said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui.kernel.files.sheets import Merged, read_workbook
from gonghui.kernel.register.reading.footers import Left
from gonghui.kernel.register.reading.headings import (
    TableGuess,
    Wanted,
    best_tables,
    find_table,
    plain,
    signature,
)
from gonghui.kernel.register.reading.tests.rosters import WANTED, book, sheet

ZHANG = ["1", "张三", "999101199001010011", "13800138000"]
LI = ["2", "李四", "99910119850203002X", "13900139000"]
HEADING = ["序号", "姓名", "身份证号", "手机号"]


def keys(guess: TableGuess) -> dict[int, str]:
    return guess.mapping


def test_titles_above_blank_rows_within_and_totals_below() -> None:
    rows = [["某厂职工花名册"], ["填报单位：某厂", "", "", "2024年5月"], HEADING, ZHANG, ["", "", "", ""], LI,
            ["合计", "", "2人"], ["制表人：某某", "", "审核人：某某"], ["填表说明：1、如实填写。"], ["2、身份证号必须完整。"]]  # fmt: skip
    roster = sheet(rows)
    guess = find_table(roster, WANTED)
    assert (guess.heading_rows, guess.first_row, guess.last_row) == ((3, 3), 4, 6)
    assert keys(guess) == {1: "name", 2: "number", 3: "phone"}
    assert [column.confidence for column in guess.columns] == [0.0, 1.0, 1.0, 1.0]
    assert (guess.unknown, guess.missing) == (("序号",), ())
    assert guess.left == (
        Left(7, "合计 2人"), Left(8, "制表人:某某 审核人:某某".replace(":", "：")), Left(9, "填表说明：1、如实填写。"),
        Left(10, "2、身份证号必须完整。"),
    )  # fmt: skip
    assert guess.rows(roster).rows() == [(4, *ZHANG[1:]), (6, *LI[1:])]


TWO_ROWS = [
    ["花名册"],
    ["序号", "姓名", "身份证号", "联系方式", "", "备注"],
    ["", "", "", "手机", "地址", ""],
    [*ZHANG, "幸福路1号", ""],
]
MERGES = (Merged(1, 0, 1, 5), Merged(2, 1, 3, 1), Merged(2, 3, 2, 4), Merged(2, 5, 3, 5))


@pytest.mark.parametrize("merged", [MERGES, ()], ids=["merges known", "merges unknown"])
def test_two_heading_rows(merged: tuple[Merged, ...]) -> None:
    guess = find_table(sheet(TWO_ROWS, merged=merged), WANTED)
    assert (guess.heading_rows, guess.first_row) == ((2, 3), 4)
    assert keys(guess) == {1: "name", 2: "number", 3: "phone", 4: "address"}
    assert [column.heading for column in guess.columns][3:] == ["联系方式/手机", "联系方式/地址", "备注"]


def test_the_relative_s_name_is_not_taken_for_the_person_s() -> None:
    rows = [
        ["姓名", "证件号码", "紧急联系人", ""],
        ["", "", "姓名", "手机"],
        ["张三", "999101199001010011", "李四", "139"],
    ]
    assert keys(find_table(sheet(rows), WANTED)) == {0: "name", 1: "number", 3: "phone"}


@pytest.mark.parametrize(
    ("heading", "key"),
    [("*姓名", "name"), ("姓 名", "name"), ("姓\n名", "name"), ("姓名（必填）", "name"), ("姓名：", "name"), ("1.姓名", "name"),
     ("【必填】姓名", "name"), ("公民身份号码", "number"), ("证件号码", "number"), ("身份证号码(18位)", "number"),
     ("本人手机号码", "phone"), ("ＸＸ", None), ("备注", None)],
)  # fmt: skip
def test_headings_in_other_words_and_typography(heading: str, key: str | None) -> None:
    guess = find_table(sheet([[heading, "入职日期", "住址"], ["a", "b", "c"]]), WANTED)
    assert guess.mapping.get(0) == key


def test_an_exact_heading_beats_a_longer_one_wherever_it_stands() -> None:
    guess = find_table(sheet([["配偶手机号", "姓名", "手机号"], ["1", "张三", "2"]]), WANTED)
    assert keys(guess) == {1: "name", 2: "phone"}


def test_what_was_confirmed_once_wins() -> None:
    rows = sheet([["名字", "姓名", "手机号"], ["张三", "曾用名", "138"]])
    guess = find_table(rows, WANTED, remembered={"名 字": "name", "手机号": None})
    assert keys(guess) == {0: "name"}
    assert guess.unknown == ("姓名", "手机号")


def test_a_roster_in_foreign_words_is_found_by_what_was_confirmed() -> None:
    rows = sheet([["报表"], ["甲", "乙", "丙"], ["张三", "1", "2"]])
    guess = find_table(rows, WANTED, remembered={"甲": "name", "乙": "number"})
    assert (keys(guess), guess.first_row) == ({0: "name", 1: "number"}, 3)


def test_without_any_known_heading_the_fullest_line_is_offered() -> None:
    guess = find_table(sheet([["报表"], ["甲", "乙", "丙"], ["a", "1", "2"]]), WANTED)
    assert (guess.heading_rows, guess.unknown) == ((2, 2), ("甲", "乙", "丙"))
    assert [want.key for want in guess.missing] == ["name", "number"]
    assert guess.rows(sheet([["a"]])).height == 0


def test_an_empty_sheet_has_no_table() -> None:
    guess = find_table(sheet([]), WANTED)
    assert (guess.columns, guess.last_row < guess.first_row, best_tables(book(sheet([])), WANTED)) == (
        (),
        True,
        [],
    )


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    roster = sheet([HEADING, ZHANG], first_row=12)
    assert find_table(roster, WANTED).rows(roster)["row"].to_list() == [13]


def test_headings_repeated_on_each_page_and_subtotals_are_left_out() -> None:
    roster = sheet([HEADING, ZHANG, ["小计", "1"], HEADING, LI])
    guess = find_table(roster, WANTED)
    assert guess.rows(roster)["row"].to_list() == [2, 5]
    assert [item.row for item in guess.left] == [3, 4]


def test_a_row_with_only_a_serial_number_is_blank_and_one_with_only_a_name_is_not() -> None:
    roster = sheet([HEADING, ZHANG, ["2", "", "", ""], ["3", "王五", "", ""]])
    assert find_table(roster, WANTED).rows(roster)["row"].to_list() == [2, 4]


def test_a_cell_merged_downwards_speaks_for_all_its_rows() -> None:
    roster = sheet(
        [["住址", "姓名"], ["幸福路", "张三"], ["", "李四"], ["", "王五"]], merged=[Merged(2, 0, 3, 0)]
    )
    assert find_table(roster, WANTED).rows(roster)["address"].to_list() == ["幸福路", "幸福路", ""]


def test_the_right_sheets_are_chosen() -> None:
    roster, notes = sheet([HEADING, ZHANG], name="一分厂"), sheet([["说明"], ["请填写姓名"]], name="填表说明")
    second = sheet([["花名册"], HEADING, LI], name="二分厂")
    hidden = replace(sheet([HEADING, ZHANG], name="旧"), hidden=True)
    assert [guess.sheet for guess in best_tables(book(notes, roster, hidden, second), WANTED)] == [
        "一分厂",
        "二分厂",
    ]
    assert [guess.sheet for guess in best_tables(book(notes, hidden), WANTED[:1])] == ["旧"]


def test_the_signature_depends_on_the_words_alone() -> None:
    assert signature(["姓名", "身份证号"]) == signature(["身份证号：", "*姓 名"])
    assert signature(["姓名"]) != signature(["姓名", "备注"])


def test_a_real_file_with_merged_headings(tmp_path: Path) -> None:
    target = openpyxl.Workbook()
    page = target.active
    assert page is not None
    for row in [["花名册"], [], *TWO_ROWS[1:], ["", "合  计", "1人"]]:
        page.append(row)
    page.merge_cells("A1:F1")
    page.merge_cells("D3:E3")
    page.merge_cells("B3:B4")
    target.save(tmp_path / "a.xlsx")
    (roster,) = read_workbook(tmp_path / "a.xlsx").sheets
    guess = find_table(roster, WANTED)
    assert guess.rows(roster).rows() == [(5, *ZHANG[1:], "幸福路1号")]
    assert guess.left == (Left(6, "合 计 1人"),)


_CELLS = st.sampled_from(
    ["", "", "姓名", "手机号", "身份证号", "联系方式", "张三", "13800138000", "合计", "注：1", "原行号", " "]
)


@given(st.lists(st.lists(_CELLS, min_size=3, max_size=3), max_size=25), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_any_sheet_gives_a_consistent_guess(rows: list[list[str]], first_row: int) -> None:
    roster = sheet(rows, first_row=first_row)
    guess = find_table(roster, WANTED)
    assert len(set(guess.mapping.values())) == len(guess.mapping)
    taken = guess.rows(roster)["row"].to_list()
    assert all(guess.first_row <= row <= guess.last_row <= roster.last_row for row in taken)
    assert not set(taken) & {item.row for item in guess.left}


def test_plain_never_empties_a_heading_of_signs() -> None:
    assert plain("（）") == plain("()") or plain("（甲）") == "（甲）"
    assert find_table(sheet([["(手机)", "姓名"], ["1", "a"]]), [Wanted("name", "姓名")]).mapping == {
        1: "name"
    }
