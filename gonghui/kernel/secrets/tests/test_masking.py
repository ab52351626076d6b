from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.secrets.masking import mask_card, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("mask", "whole", "shown"),
    [
        (mask_id, "99900119900307000X", "999***********000X"),
        (mask_id, "E12345678", "*********"),
        (mask_phone, "13800138000", "138****8000"),
        (mask_phone, "82311234", "********"),
        (mask_card, "6222020000000001234", "***************1234"),
        (mask_card, "1234", "****"),
        (mask_card, "1234567", "*******"),
        (mask_name, "张伟", "张*"),
        (mask_name, "张伟强", "张**"),
        (mask_name, "张", "*"),
        (mask_name, "", ""),
    ],
)
def test_shown(mask: Callable[[str], str], whole: str, shown: str) -> None:
    assert mask(whole) == shown


MASKS = st.sampled_from([(mask_id, 3, 4), (mask_phone, 3, 4), (mask_card, 0, 4), (mask_name, 1, 0)])


@given(MASKS, st.text(st.characters(exclude_characters="*")))
def test_length_stays_and_the_middle_is_never_revealed(
    mask: tuple[Callable[[str], str], int, int], whole: str
) -> None:
    function, first, last = mask
    shown = function(whole)
    assert len(shown) == len(whole)
    assert set(shown[first : len(shown) - last]) <= {"*"}
    assert all(new in ("*", old) for new, old in zip(shown, whole, strict=True))
    assert not whole or "*" in shown


@given(st.text(max_size=10))
def test_short_numbers_are_hidden_whole(whole: str) -> None:
    assert mask_id(whole) == mask_phone(whole) == "*" * len(whole)
