"""The unified social credit code 统一社会信用代码 (GB 32100-2015), 18 characters.

Character 1 registering department, 2 class within it, 3–8 division of the registering office
(GB/T 2260), 9–17 organisation code (GB 11714, the last one its check character), 18 check
character. No I, O, S, V, Z: they look like 1, 0, 5, U, 2. Which departments a register accepts
is the caller's rule: ask ``department`` and ``category``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonghui.kernel.identifiers.text import compact

if TYPE_CHECKING:
    import polars

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUES = {character: value for value, character in enumerate(CHARACTERS)}
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # 3^i mod 31
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714; letters count 10–35 there
BODY_CHECKS = "0X987654321"  # by weighted sum mod 11

# Classes by department, GB 32100-2015 table 1 with amendment 1 of 2016; 54 (villagers' and residents'
# committees) is in use since 2017 although the table does not list it.
CLASSES = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "12349", "6": "129", "7": "129",
    "8": "19", "9": "123", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip
FORM = re.compile(f"[{CHARACTERS}]{{2}}[0-9]{{6}}[{CHARACTERS}]{{10}}")
LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}

EMPTY = "没有填统一社会信用代码，请填 18 位代码"
LENGTH = "统一社会信用代码要 18 位，您填了 {} 位"
LOOKALIKE = "统一社会信用代码里不会有字母 {0}，可能是 {1}，请对照证书核对"
CHARACTER = "统一社会信用代码只能有数字和大写字母；您填的里面有“{}”"
DIVISION = "统一社会信用代码的第 3 到 8 位是地区代码，只能是数字，请对照证书核对"
CLASS = "统一社会信用代码没有以 {} 开头的，请对照证书核对前两位"
BODY = "统一社会信用代码的第 9 到 17 位（组织机构代码）前后对不上，至少有一位填错，请对照证书核对"
CHECK = "统一社会信用代码最后一位与前 17 位对不上，至少有一位填错，请对照证书核对"


def clean(text: str) -> str:
    """The code in its one spelling; ``ValueError`` with a sentence for the user when it is wrong."""
    code = compact(text)
    if reason := _fault(code):
        raise ValueError(reason)
    return code


def explain(text: str) -> str | None:
    """Why ``clean`` would refuse this text, or None."""
    return _fault(compact(text))


def check_column(texts: polars.Series) -> polars.Series:
    """Why each row is wrong, null where it is right or not given; each distinct code is checked once."""
    from gonghui.kernel.identifiers import columns  # brings polars, slow to import

    return columns.distinct_reasons(texts, explain)


def department(code: str) -> str:
    """Who registered it: one character, e.g. ``"9"`` market regulation, ``"5"`` civil affairs."""
    return code[0]


def category(code: str) -> str:
    """Department and class, two characters, e.g. ``"91"`` a company, ``"92"`` a sole trader."""
    return code[:2]


def division(code: str) -> str:
    """The six-digit division of the registering office."""
    return code[2:8]


def make(category: str, division: str, body: str) -> str:
    """A code valid in form, for demonstration and tests; ``body`` is the organisation code's first 8."""
    stem = f"{category}{division}{body}{body_check(body)}"
    return clean(stem + check_character(stem))


def check_character(stem: str) -> str:
    """Character 18 for the first 17."""
    return CHARACTERS[-sum(VALUES[c] * weight for c, weight in zip(stem, WEIGHTS, strict=False)) % 31]


def body_check(body: str) -> str:
    """The organisation code's ninth character for its first 8."""
    return BODY_CHECKS[sum(int(c, 36) * weight for c, weight in zip(body, BODY_WEIGHTS, strict=False)) % 11]


def _fault(code: str) -> str | None:
    if not FORM.fullmatch(code):
        return _misshapen(code)
    if code[1] not in CLASSES.get(code[0], ""):
        return CLASS.format(code[:2])
    if check_character(code) != code[17]:
        return CHECK
    return BODY if body_check(code[8:16]) != code[16] else None


def _misshapen(code: str) -> str:
    if not code:
        return EMPTY
    if len(code) != 18:
        return LENGTH.format(len(code))
    for character in code:
        if character in LOOKALIKES:
            return LOOKALIKE.format(character, LOOKALIKES[character])
        if character not in VALUES:
            return CHARACTER.format(character)
    return DIVISION
