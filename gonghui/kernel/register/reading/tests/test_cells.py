"""Every cleaner gives the same for one cell and for a column, and what a clerk expects for known writings."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gonghui.kernel.register.reading import cells

_PIECES = st.sampled_from(
    [*"0123456789０１９ＡＺａｚXxYyNn.-/,，．。／－—+E:T是否有无√×年月日张三丰·•・䶮𠮷", " ", "\u3000", "\u00a0", "\t", "\n", "\u200b",
     "\ufeff", "\x00", "\x85", "\ufffd", "٣", "ß", "ı", "2024", "20240501", "1.", ".0", "E+17", "1,000"]
)  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=14).map("".join), st.text(max_size=10))
_DATES = st.builds(
    "{}{}{}{}{}{}".format,
    st.integers(1850, 2150), st.sampled_from(["-", ".", "/", "年", " 年 ", "．", ""]), st.integers(0, 13).map(str),
    st.sampled_from(["-", ".", "/", "月", "月 ", ""]), st.sampled_from(["", "1", "05", "29", "30", "31", "32"]),
    st.sampled_from(["", "日", " 00:00:00", "T12:30"]),
)  # fmt: skip


def alone(cleaner: cells.Cleaner, text: str) -> tuple[Any, str | None]:
    try:
        return cleaner(text), None
    except ValueError as error:
        return None, str(error)


def together(cleaner: cells.Cleaner, texts: list[str]) -> list[tuple[Any, str | None]]:
    value, reason = cleaner.vector(pl.col("c"))
    frame = pl.DataFrame({"c": texts}, schema={"c": pl.String}).select(value=value, reason=reason)
    return frame.rows()


@pytest.mark.parametrize("cleaner", cells.ALL, ids=lambda cleaner: cleaner.name)
@given(texts=st.lists(st.one_of(_TEXTS, _DATES), max_size=60))
@example(
    texts=[
        "张 三 丰 李",
        "买买提．艾力.阿",
        "2024.1",
        "",
        " ",
        "3.2E+17",
        "1,000.00",
        "45413.5",
        "२०२४-05-01",
    ]
)
@settings(max_examples=35, deadline=None)
def test_a_column_is_cleaned_as_its_cells_are(cleaner: cells.Cleaner, texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert together(cleaner, texts) == [alone(cleaner, text) for text in texts]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024.5.1", date(2024, 5, 1)), ("2024年5月", date(2024, 5, 1)), ("2024年5月1日", date(2024, 5, 1)),
        ("20240501", date(2024, 5, 1)), ("2024/5/1", date(2024, 5, 1)), ("2024-05", date(2024, 5, 1)),
        ("45413", date(2024, 5, 1)), ("2024-05-01", date(2024, 5, 1)), ("２０２４．５．１", date(2024, 5, 1)),
        ("2024-05-01 00:00:00", date(2024, 5, 1)), ("202405", date(2024, 5, 1)), (" 2024 年 5 月 1 日 ", date(2024, 5, 1)),
        ("2024-1", date(2024, 1, 1)), ("2024.10", date(2024, 10, 1)), ("2024.01", date(2024, 1, 1)),
        ("2024.02.29", date(2024, 2, 29)), ("", None), ("\u3000", None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(written: str, day: date | None) -> None:
    assert cells.date(written) == day


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2023-02-30", "“2023-02-30”不是真实存在的日期，请核对年、月、日"),
        ("20241301", "“20241301”不是真实存在的日期，请核对年、月、日"),
        ("2024.1", "“2024.1”分不清是1月还是10月，请写成“2024-01”或“2024-10”的样子"),
        ("2024", "“2024”认不出是哪一天，请写成“2024-05-01”的样子"),
        ("24.5.1", "“24.5.1”认不出是哪一天，请写成“2024-05-01”的样子"),
        ("去年", "“去年”认不出是哪一天，请写成“2024-05-01”的样子"),
        ("0204-05-01", "“0204-05-01”不是真实存在的日期，请核对年、月、日"),
    ],
)
def test_what_is_no_date_is_said_so(written: str, sentence: str) -> None:
    assert alone(cells.date, written) == (None, sentence)


@pytest.mark.parametrize(
    ("cleaner", "written", "value"),
    [
        (cells.text, "\u3000幸福路１２号\u00a0 Ａ座\u200b ", "幸福路12号 A座"),
        (cells.text, "第一行\r\n第二行", "第一行 第二行"),
        (cells.name, "张  三", "张三"), (cells.name, "欧 阳 某 某", "欧阳某某"), (cells.name, "张\u3000三", "张三"),
        (cells.name, "买买提•艾力", "买买提·艾力"), (cells.name, "买买提 ． 艾力", "买买提·艾力"),
        (cells.name, "John  Smith", "John Smith"), (cells.name, "𠮷 䶮", "𠮷䶮"),
        (cells.code, "９９９１０１ 19900101 001x", "99910119900101001X"), (cells.code, "'13800138000", "13800138000"),
        (cells.code, "13800138000.0", "13800138000"), (cells.code, "0512－12345678", "0512-12345678"),
        (cells.yes_no, "√", True), (cells.yes_no, " y", True), (cells.yes_no, "无", False), (cells.yes_no, "×", False),
        (cells.yes_no, "１", True), (cells.yes_no, "", None),
        (cells.integer, "１２", 12), (cells.integer, "1,234", 1234), (cells.integer, "3.0", 3), (cells.integer, "-5", -5),
        (cells.integer, "", None),
    ],
)  # fmt: skip
def test_known_writings(cleaner: cells.Cleaner, written: str, value: object) -> None:
    assert alone(cleaner, written) == (value, None)


@pytest.mark.parametrize(
    ("cleaner", "written", "sentence"),
    [
        (cells.code, "3.20924E+17", cells.DAMAGED.format("3.20924E+17")),
        (cells.code, "3.2e17", cells.DAMAGED.format("3.2e17")),
        (cells.text, "张\ufffd", "有认不出的字（显示为“\ufffd”），请改正后再导入"),
        (cells.yes_no, "大概", "“大概”看不出是“是”还是“否”，请填“是”或“否”"),
        (cells.integer, "1.5", "“1.5”不是整数，请只填数字"), (cells.integer, "1,23", "“1,23”不是整数，请只填数字"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_words(cleaner: cells.Cleaner, written: str, sentence: str) -> None:
    assert alone(cleaner, written) == (None, sentence)


def test_a_long_number_that_the_spreadsheet_has_spoilt_is_recognised() -> None:
    assert [cells.is_damaged(text) for text in ("3.20924E+17", "９.9E+17", "999101199001010011", "E17")] == [
        True,
        True,
        False,
        False,
    ]
