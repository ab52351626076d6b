from __future__ import annotations

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from gonghui.kernel.identifiers import credit_code

INVENTED = ["81320924MC0000012N", "81360281MC0000020F", "81430682MC00000A6P", "81450000MJ1234561W"]
GOOD = INVENTED[0]


@pytest.mark.parametrize("code", INVENTED)
def test_codes_of_the_domain_reference(code: str) -> None:
    assert credit_code.clean(code) == code


def test_one_spelling() -> None:
    assert credit_code.clean(" ８1320924-mc000001 2n ") == GOOD


def test_what_a_code_tells() -> None:
    assert credit_code.department(GOOD) == "8"
    assert credit_code.category(GOOD) == "81"
    assert credit_code.division(GOOD) == "320924"


@pytest.mark.parametrize("category", ["N1", "N2", "N3", "A1", "Y1", "81", "91", "92", "54", "11", "13"])
def test_classes_that_exist(category: str) -> None:
    code = credit_code.make(category, "999001", "MA000001")
    assert credit_code.clean(code) == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "没有填统一社会信用代码，请填 18 位代码"),
        (GOOD[:17], "统一社会信用代码要 18 位，您填了 17 位"),
        ("8132O924MC0000012N", "统一社会信用代码里不会有字母 O，可能是 0，请对照证书核对"),
        ("81320924MC00000*2N", "统一社会信用代码只能有数字和大写字母；您填的里面有“*”"),
        ("8132A924MC0000012N", "统一社会信用代码的第 3 到 8 位是地区代码，只能是数字，请对照证书核对"),
        ("85320924MC0000012N", "统一社会信用代码没有以 85 开头的，请对照证书核对前两位"),
        ("B1320924MC0000012N", "统一社会信用代码没有以 B1 开头的，请对照证书核对前两位"),
        ("81320924MC0000012P", "统一社会信用代码最后一位与前 17 位对不上，至少有一位填错，请对照证书核对"),
    ],
)
def test_each_fault_has_its_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        credit_code.clean(typed)
    assert str(refused.value) == sentence


def test_the_organisation_code_inside_is_checked_too() -> None:
    stem = "81320924MC0000013"  # the right check character of MC000001 is 2
    said = credit_code.explain(stem + credit_code.check_character(stem))
    assert said == (
        "统一社会信用代码的第 9 到 17 位（组织机构代码）前后对不上，至少有一位填错，请对照证书核对"
    )


CATEGORIES = st.sampled_from([d + c for d, classes in credit_code.CLASSES.items() for c in classes])
DIVISIONS = st.from_regex("[0-9]{6}", fullmatch=True)
BODIES = st.text(credit_code.CHARACTERS, min_size=8, max_size=8)


@given(st.sampled_from(["11", "51", "81", "91", "92"]), DIVISIONS, BODIES)
def test_python_stdnum_agrees(category: str, division: str, body: str) -> None:
    assert uscc.is_valid(credit_code.make(category, division, body))


@given(st.from_regex(r"[1-9][1-9][0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}", fullmatch=True))
def test_what_python_stdnum_refuses_is_refused(code: str) -> None:
    assert uscc.is_valid(code) or credit_code.explain(code) is not None


@given(CATEGORIES, DIVISIONS, BODIES, st.integers(0, 17), st.sampled_from(credit_code.CHARACTERS))
def test_any_single_wrong_character_is_found(c: str, d: str, b: str, place: int, put: str) -> None:
    code = credit_code.make(c, d, b)
    wrong = code[:place] + put + code[place + 1 :]
    assert (credit_code.explain(wrong) is None) == (wrong == code)


CODES = st.builds(credit_code.make, CATEGORIES, DIVISIONS, BODIES)


@given(st.lists(st.none() | CODES | st.text() | st.text(credit_code.CHARACTERS, min_size=18, max_size=18)))
def test_a_column_says_row_by_row_what_a_single_value_is_told(texts: list[str | None]) -> None:
    said = credit_code.check_column(polars.Series("code", texts, dtype=polars.String))
    assert said.to_list() == [None if t is None else credit_code.explain(t) for t in texts]
