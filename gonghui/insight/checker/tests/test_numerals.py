"""Numerals: what is written comes back as what was meant, and nothing makes the reader fall over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.insight.checker.rules.numerals import step_of, value_of
from gonghui.insight.checker.rules.plain import plain
from gonghui.insight.checker.rules.reading import TooLong, lines_of, read

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """As it is said: 10,500 → 一万零五百."""
    if number >= 10**8:
        return _with(number, 10**8, "亿")
    return _with(number, 10**4, "万") if number >= 10**4 else _small(number)


def _with(number: int, myriad: int, sign: str) -> str:
    head, rest = divmod(number, myriad)
    zero = "零" if 0 < rest < myriad // 10 else ""
    return written(head) + sign + zero + (written(rest) if rest else "")


def _small(number: int) -> str:
    made, zero = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            made, zero = made + ("零" if zero else "") + DIGITS[digit] + sign, False
        elif made:
            zero = True
    return made or "零"


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_come_back(number):
    assert value_of(written(number)) == number


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["", "万", "亿"]))
def test_digits_come_back_with_how_fine_they_were_written(number, places, myriad):
    value = Decimal(number).scaleb(-places)
    factor = {"": 1, "万": 10**4, "亿": 10**8}[myriad]
    text = f"{value:,.{places}f}{myriad}"
    assert (value_of(text), step_of(text)) == (value * factor, Decimal(factor).scaleb(-places))


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿0123456789,. 余多", max_size=60))
def test_no_numeral_makes_it_fall_over(text):
    assert value_of(text) is None or value_of(text) >= 0


@given(
    st.text(
        alphabet="会员职工其中占共1十2三万千百亿0%余近约以上年月日成立、，。；：（）“”1+N~-至 \t\n家人元个建联合独剩",
        max_size=80,
    )
)
def test_no_text_makes_it_fall_over(text):
    made = read(lines_of(text), day=date(2026, 11, 21))
    for one in made.found:
        assert plain(made.lines[one.line])[one.start : one.end].strip() == one.text.strip()


@given(st.text(max_size=200))
def test_normalising_keeps_every_place(text):
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("两千三", 2300), ("一万五", 15000), ("一百零五", 105), ("二〇二六", 2026), ("11.8万", 118000), ("1，286", None), ("十百", None), ("一百二百", None), ("", None), ("万" * 999, None)],
)  # fmt: skip
def test_ways_people_write(text, value):
    assert value_of(text) == value


def test_a_text_without_end_is_refused_with_a_sentence():
    with pytest.raises(TooLong, match="一次最多核对 50,000 字"):
        read(lines_of("会员3人。" * 10_001), day=date(2026, 11, 21))


def test_a_line_without_breaks_is_cut_after_a_stop():
    lines = lines_of("会员30人，职工40人。" * 300)
    assert ("".join(lines), max(map(len, lines)) <= 1000, {line[-1] for line in lines}) == (
        "会员30人，职工40人。" * 300,
        True,
        {"。"},
    )
