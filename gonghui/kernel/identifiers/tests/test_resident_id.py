from __future__ import annotations

from datetime import date, timedelta

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.identifiers import resident_id

TODAY = date(2026, 11, 20)
GOOD = "999001199003070018"


def reason(text: str) -> str:
    with pytest.raises(ValueError) as refused:
        resident_id.clean(text, today=TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        " 999001 19900307 0018 ",
        "９９９００１１９９００３０７００１８",
        "999001-19900307-0018",
        "'" + GOOD,
        "\u202d" + GOOD,
    ],
)
def test_one_spelling(typed: str) -> None:
    assert resident_id.clean(typed, today=TODAY) == GOOD


@pytest.mark.parametrize("typed", ["99900119900307000x", "99900119900307000Ｘ", "99900119900307000ｘ"])
def test_the_check_character_x_is_upper_case(typed: str) -> None:
    assert resident_id.clean(typed, today=TODAY) == "99900119900307000X"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填身份证号，请填 18 位号码"),
        (GOOD[:17], "身份证号要 18 位，您填了 17 位"),
        ("无", "身份证号要 18 位，您填了 1 位"),
        ("999001900307001", "这是 15 位的旧身份证号，已停用，请填身份证上的 18 位号码"),
        ("9990011990030700O8", "身份证号只能有数字，最后一位可以是 X；您填的里面有“O”"),
        ("99900119900307001A", "身份证号只能有数字，最后一位可以是 X；您填的里面有“A”"),
        ("X99001199003070018", "身份证号只能有数字，最后一位可以是 X；您填的里面有“X”"),
        ("999001199002300018", "身份证号里的出生日期 1990-02-30 不存在，请对照身份证核对第 7 到 14 位"),
        ("999001202611210018", "身份证号里的出生日期 2026-11-21 还没有到，请对照身份证核对第 7 到 14 位"),
        ("999001189912310018", "身份证号里的出生日期 1899-12-31 早于 1900 年，请对照身份证核对第 7 到 14 位"),
        ("999001199003070019", "身份证号最后一位与前 17 位对不上，至少有一位填错，请对照身份证核对"),
    ],
)
def test_each_fault_has_its_sentence(typed: str, sentence: str) -> None:
    assert reason(typed) == sentence


@pytest.mark.parametrize(
    "typed", ["9.99001E+17", "9.99001199003070e17", "999001199003070000", "999001199003070000.0"]
)
def test_numbers_a_spreadsheet_destroyed(typed: str) -> None:
    assert reason(typed) == "表格软件把身份证号存成了数字，后几位已丢失；请把该列设为“文本”后重新录入"


def test_a_true_number_may_end_in_000() -> None:
    number = next(n for n in map(numbered, range(0, 1000, 100)) if n.endswith("000"))
    assert resident_id.clean(number, today=TODAY) == number


def numbered(sequence: int) -> str:
    days = (date(1990, 1, 1) + timedelta(days=d) for d in range(400))
    numbers = [resident_id.make("999001", day, sequence) for day in days]
    return next((n for n in numbers if n.endswith("000")), numbers[0])


def test_born_today_is_no_future() -> None:
    assert resident_id.explain(resident_id.make("999001", TODAY, 1), today=TODAY) is None


def test_what_a_number_tells() -> None:
    assert resident_id.birth_date(GOOD) == date(1990, 3, 7)
    assert (resident_id.sex(GOOD), resident_id.sex("999001199003070026")) == ("1", "2")
    assert resident_id.is_known_area(GOOD, {"999001"})
    assert not resident_id.is_known_area(GOOD, {"320924"})


def test_make_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="area of 6 digits"):
        resident_id.make("99901", date(1990, 1, 1), 1)


BIRTHS = st.dates(date(1900, 1, 1), TODAY)
NUMBERS = st.builds(
    resident_id.make, st.integers(999000, 999999).map(str), BIRTHS, st.integers(min_value=0, max_value=999)
)


@given(NUMBERS)
def test_what_is_made_is_right(number: str) -> None:
    assert resident_id.clean(number, today=TODAY) == number


@given(NUMBERS, st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_found(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    assert (resident_id.explain(wrong, today=TODAY) is None) == (wrong == number)


@given(NUMBERS, st.integers(0, 15))
def test_two_neighbours_exchanged_are_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (resident_id.explain(swapped, today=TODAY) is None) == (swapped == number)


NEAR = st.builds(
    lambda number, place, put, cut: number[:place] + put + number[place + cut :],
    NUMBERS,
    st.integers(0, 18),
    st.sampled_from(
        ["", "X", "x", " ", "-", "\t", "\n", "\x1c", "０", "9", "a", "。", "000", ".0", "E+", "'"]
    ),
    st.integers(0, 2),
)
TEXTS = st.none() | NUMBERS | NEAR | st.text() | st.from_regex(r"[0-9]{17}[0-9Xx]", fullmatch=True)


@given(st.lists(TEXTS))
def test_a_column_says_row_by_row_what_a_single_value_is_told(texts: list[str | None]) -> None:
    said = resident_id.check_column(polars.Series("number", texts, dtype=polars.String), TODAY)
    assert said.to_list() == [None if t is None else resident_id.explain(t, today=TODAY) for t in texts]


def test_a_column_of_a_hundred_thousand_is_faultless() -> None:
    start = date(1930, 1, 1)
    numbers = [
        resident_id.make("999001", start + timedelta(days=d), s) for d in range(1000) for s in range(100)
    ]
    column = polars.Series(numbers)
    assert resident_id.check_column(column, TODAY).null_count() == 100_000
