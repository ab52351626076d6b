"""The citizen's identity number 公民身份号码 (GB 11643-1999), 18 characters.

Digits 1–6 area, 7–14 date of birth, 15–17 sequence (odd: male), 18 check character 0–9 or X
(ISO 7064 MOD 11-2). Right means: form, a date of birth from 1900 to today, check character.
An area nobody knows is a warning only: numbers keep the areas of counties abolished long ago.
"""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from typing import TYPE_CHECKING

from gonghui.kernel.identifiers.text import compact

if TYPE_CHECKING:
    import polars

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"  # by weighted sum mod 11
EARLIEST = date(1900, 1, 1)

FORM = re.compile(r"[0-9]{17}[0-9X]")
OLD_FORM = re.compile(r"[0-9]{15}")
# 3.2E+17, or eighteen digits with ".0": the spreadsheet held a number, which keeps 15 digits at most.
NUMBER_FORM = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,2}|[0-9]{18}\.0*")

EMPTY = "没有填身份证号，请填 18 位号码"
LENGTH = "身份证号要 18 位，您填了 {} 位"
OLD = "这是 15 位的旧身份证号，已停用，请填身份证上的 18 位号码"
CHARACTERS = "身份证号只能有数字，最后一位可以是 X；您填的里面有“{}”"
NO_DATE = "身份证号里的出生日期 {} 不存在，请对照身份证核对第 7 到 14 位"
FUTURE = "身份证号里的出生日期 {} 还没有到，请对照身份证核对第 7 到 14 位"
TOO_EARLY = "身份证号里的出生日期 {} 早于 1900 年，请对照身份证核对第 7 到 14 位"
CHECK = "身份证号最后一位与前 17 位对不上，至少有一位填错，请对照身份证核对"
LOST = "表格软件把身份证号存成了数字，后几位已丢失；请把该列设为“文本”后重新录入"


def clean(text: str, *, today: date) -> str:
    """The number in its one spelling; ``ValueError`` with a sentence for the user when it is wrong."""
    number = compact(text)
    if reason := _fault(number, today):
        raise ValueError(reason)
    return number


def explain(text: str, *, today: date) -> str | None:
    """Why ``clean`` would refuse this text, or None."""
    return _fault(compact(text), today)


def birth_date(number: str) -> date:
    """Date of birth in a clean number; ``ValueError`` if there is no such day."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex(number: str) -> str:
    """``"1"`` male, ``"2"`` female (GB/T 2261.1), from digit 17 of a clean number."""
    return "1" if int(number[16]) % 2 else "2"


def is_known_area(number: str, areas: Container[str]) -> bool:
    """Is the six-digit area among ``areas``? False deserves a warning, never a refusal."""
    return number[:6] in areas


def make(area: str, birth: date, sequence: int) -> str:
    """A number valid in form, for demonstration and tests: give an area never assigned, ``999xxx``."""
    body = f"{area}{birth:%Y%m%d}{sequence:03d}"
    if not re.fullmatch(r"[0-9]{17}", body):
        raise ValueError(f"area of 6 digits and sequence 0–999 expected: {area!r}, {sequence!r}")
    return body + check_character(body)


def check_character(body: str) -> str:
    """Character 18 for the first 17 digits."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=False)) % 11]


def check_column(texts: polars.Series, today: date) -> polars.Series:
    """Why each row is wrong, null where it is right or not given; the sentences of ``clean``."""
    import polars  # slow to import, and only rosters need it

    from gonghui.kernel.identifiers import columns

    number, head, last = polars.col("number"), polars.col("head"), polars.col("last")
    # Three steps, so that what is used often is computed once.
    frame = texts.to_frame("number").with_columns(number.str.replace_all(r"[ \t-]", "").str.to_uppercase())
    frame = frame.with_columns(
        number.str.slice(0, 17).cast(polars.Int64, strict=False).alias("head"),
        number.str.slice(17).replace("X", "10").cast(polars.Int64, strict=False).alias("last"),
        number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).alias("born"),
    )
    total = last + sum((head // 10 ** (16 - place)) % 10 * weight for place, weight in enumerate(WEIGHTS))
    in_form = number.str.contains(r"^[0-9]{17}[0-9X]$")
    right = in_form & (total % 11 == 1) & polars.col("born").is_between(EARLIEST, today)
    vouched = frame.select(right.alias("right"))["right"]
    return columns.reasons(texts, vouched, lambda text: explain(text, today=today))


def _fault(number: str, today: date) -> str | None:
    if NUMBER_FORM.fullmatch(number):
        return LOST
    if not FORM.fullmatch(number):
        return _misshapen(number)
    if reason := _impossible_birth(number, today):
        return reason
    if check_character(number) == number[17]:
        return None
    return LOST if number.endswith("000") else CHECK


def _misshapen(number: str) -> str:
    if not number:
        return EMPTY
    if OLD_FORM.fullmatch(number):
        return OLD
    if len(number) != 18:
        return LENGTH.format(len(number))
    wrong = [c for c in number[:17] if c not in "0123456789"] or [number[17]]
    return CHARACTERS.format(wrong[0])


def _impossible_birth(number: str, today: date) -> str | None:
    shown = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    try:
        born = birth_date(number)
    except ValueError:
        return NO_DATE.format(shown)
    if born > today:
        return FUTURE.format(shown)
    return TOO_EARLY.format(shown) if born < EARLIEST else None
