"""Documents other than the resident's card: right spellings pass, wrong ones get a sentence of their own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.identifiers import documents, resident_id
from gonghui.kernel.identifiers.documents import clean, tells

TODAY = date(2026, 11, 21)
RESIDENCE = resident_id.make("810000", date(1990, 5, 1), 121)

RIGHT = [
    ("1", resident_id.make("999001", date(1980, 2, 3), 12), None),
    ("2", "e 9990-0007", "E99900007"),
    ("2", "C01X00T47", None),
    ("3", "军字第1234567号", None),
    ("4", "Ｈ12345678", "H12345678"),
    ("4", "M1234567801", None),
    ("5", "12345678", None),
    ("5", "1234567890(B)", "1234567890B"),
    ("6", "USA110188010112", None),
    ("6", "911840198801011239", None),
    ("7", RESIDENCE, None),
    ("9", "边防 2026-0001", "边防20260001"),
]
WRONG = [
    ("2", "E12", "护照"), ("2", "ABCDEFGH", "护照"), ("3", "军字第12号", "军官证"), ("4", "K12345678", "H 或 M"),
    ("5", "1234567", "8 位"), ("6", "12345", "外国人永久居留"), ("6", "911840198813011239", "出生日期"),
    ("7", "44" + RESIDENCE[2:], "81、82 或 83"), ("7", RESIDENCE[:17] + ("0" if RESIDENCE[17] != "0" else "1"), "对不上"),
    ("9", "abc", "4 到 30"), ("2", "", "没有填"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "spelled"), RIGHT)
def test_the_right_number_has_one_spelling(kind, text, spelled):
    assert clean(kind, text, today=TODAY) == (spelled or text)


@pytest.mark.parametrize(("kind", "text", "said"), WRONG)
def test_the_wrong_number_is_explained(kind, text, said):
    with pytest.raises(ValueError, match=said):
        clean(kind, text, today=TODAY)


def test_only_some_numbers_tell_birth_and_sex():
    told = [(kind, text) for kind, text, _ in RIGHT if tells(kind, clean(kind, text, today=TODAY))]
    assert told == [(RIGHT[0][0], RIGHT[0][1]), ("6", "911840198801011239"), ("7", RESIDENCE)]


@given(st.sampled_from(sorted(documents.FORMS)), st.text(max_size=40))
def test_any_text_is_cleaned_once_or_refused_in_words(kind, text):
    try:
        number = clean(kind, text, today=TODAY)
    except ValueError:
        return
    assert clean(kind, number, today=TODAY) == number
