from __future__ import annotations

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.identifiers import mobile

GOOD = "13800138000"


@pytest.mark.parametrize(
    "typed",
    [GOOD, "138 0013 8000", "138-0013-8000", "+86 13800138000", "+86-138-0013-8000", "0086 13800138000",
     "8613800138000", "１３８００１３８０００", "13800138000.0", "(+86)13800138000", "'13800138000"],
)  # fmt: skip
def test_one_spelling(typed: str) -> None:
    assert mobile.clean(typed) == GOOD


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填手机号，请填 11 位号码"),
        ("8001380", "手机号要 11 位数字，您填了 7 位"),
        ("138001380001", "手机号要 11 位数字，您填了 12 位"),
        ("12800138000", "手机号要以 13 到 19 开头，您填的以 12 开头，请核对"),
        ("86100138000", "手机号要以 13 到 19 开头，您填的以 86 开头，请核对"),
        ("13800138000/13900139000", "手机号只能有数字，而且只填一个；您填的里面有“/”"),
        ("1.38E+10", "表格软件把手机号写成了“1.38E+10”，后几位已丢失；请把该列设为“文本”后重新录入"),
    ],
)
def test_each_fault_has_its_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        mobile.clean(typed)
    assert str(refused.value) == sentence


NUMBERS = st.from_regex(r"(\+86)?[ -]?1[2-9][0-9]{2}-?[0-9]{7}(\.0)?", fullmatch=True)


@given(st.lists(st.none() | NUMBERS | st.text() | st.text("0123456789+-. E", max_size=14)))
def test_a_column_says_row_by_row_what_a_single_value_is_told(texts: list[str | None]) -> None:
    said = mobile.check_column(polars.Series("phone", texts, dtype=polars.String))
    assert said.to_list() == [None if t is None else mobile.explain(t) for t in texts]


@given(NUMBERS)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    if mobile.explain(typed) is None:
        assert mobile.clean(mobile.clean(typed)) == mobile.clean(typed)
