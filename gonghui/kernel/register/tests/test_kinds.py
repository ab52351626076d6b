"""A column of numbers is read like each number alone."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gonghui.kernel.register.kinds import CREDIT_CODE, MOBILE, RESIDENT_ID, Kind

TODAY = date(2026, 11, 21)
GOOD = "999001196001010017"
TYPED = st.one_of(
    st.text("0123456789Xx.E+-’ ０１\u200b\ufffd（）", max_size=20),
    st.from_regex(r"\A[0-9]{11}(\.0)?\Z"),
    st.from_regex(r"\A1[3-9][0-9]( |-)?[0-9]{4}( |-)?[0-9]{4}\Z"),
)


def alone(kind: Kind, text: str) -> tuple[str, str | None]:
    try:
        return kind.one(text, TODAY), None
    except ValueError as error:
        return "", str(error)


@pytest.mark.parametrize("kind", [RESIDENT_ID, MOBILE, CREDIT_CODE])
@given(texts=st.lists(TYPED, min_size=1, max_size=8))
@example(
    texts=["3E17", "3.2E+17", "1E5", "", " ", "13800138000.0", "138 0013 8000", "12345678E5", GOOD.lower()]
)
def test_a_number_in_a_column_is_read_as_if_alone(kind: Kind, texts: list[str]) -> None:
    values, reasons = kind.many(pl.Series(texts, dtype=pl.String), TODAY)
    found = [("" if said else value, said) for value, said in zip(values, reasons, strict=True)]
    assert found == [alone(kind, text) for text in texts]
