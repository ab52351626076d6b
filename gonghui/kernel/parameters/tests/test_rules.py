from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.calendar.rules import calendar_days, months, working
from gonghui.kernel.parameters.rules import Value, nearest, number_of, shape_of, shortest

DAY = date(2021, 1, 1)


@dataclass(frozen=True)
class Set:
    unit_id: int | None
    jurisdiction: str
    since: date = DAY


def value(text: str, measure: str = "日") -> Value:
    return Value(text, number_of(text), measure, "CN", "文件", "C", DAY)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("15", "number"),
        ("0.6667", "number"),
        ("0", "number"),
        ("1500..2200", "range"),
        ("0.5..0.5", "range"),
        ("3|5", "alternatives"),
        ("3|4|5", "alternatives"),
        *((text, None) for text in ("", "-1", "015", "1,5", "1e3", "2200..1500", "3|", "１５", "15 ", "5%")),
    ],
)
def test_the_three_forms_and_nothing_else(text, shape):
    assert shape_of(text) == shape


def test_the_numbers_of_each_form():
    assert value("0.10").numbers == (Decimal("0.10"),)
    assert value("1500..2200").numbers == (Decimal(1500), Decimal(2200))
    assert value("3|5").numbers == (Decimal(3), Decimal(5))
    assert (value("0.10").number, value("1500..2200").number, value("3|5").number) == (
        Decimal("0.1"),
        None,
        None,
    )


def test_a_number_of_days_or_months_is_a_limit():
    assert value("15").limit == calendar_days(15)
    assert value("5", "工作日").limit == working(5)
    assert value("6", "个月").limit == months(6)


@pytest.mark.parametrize(
    ("text", "measure"), [("3|5", "个月"), ("0.5", "日"), ("5", "元"), ("3", "工作日/月")]
)
def test_other_values_are_no_limit(text, measure):
    with pytest.raises(ValueError, match="不是期限"):
        assert value(text, measure).limit


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("350100", "3501"),
        ("320000", "32"),
        ("3200", "32"),
        ("320924", "320924"),
        ("320924100", "320924100"),
        ("CN", "CN"),
    ],
)
def test_filling_zeros_are_no_part_of_a_place(code, short):
    assert shortest(code) == short


def test_nearer_beats_newer():
    later = date(2025, 1, 1)
    country, province, county = Set(None, "CN", later), Set(None, "32", later), Set(None, "320924")
    other, above, own = Set(None, "37"), Set(7, ""), Set(9, "")
    line, code = [7, 8, 9], "320924112"
    assert nearest([own, above, county, province, country], line, code) == own
    assert nearest([above, county, province, country], line, code) == above
    assert nearest([county, province, country], line, code) == county
    assert nearest([country, province, other], line, code) == province
    assert nearest([country, other], line, code) == country
    assert nearest([other, Set(5, "")], line, code) is None
    assert nearest([Set(None, "32"), province], line, code) == province
    assert nearest([province, country], line, "") == country


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_whatever_has_a_shape_can_be_read(a, b):
    for text in (f"{a}", f"{a}.{b % 1000}", f"{a}|{b}", f"{min(a, b)}..{max(a, b)}"):
        assert shape_of(text) is not None
        assert value(text).numbers
