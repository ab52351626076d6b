"""How one cell's text is cleaned: the same rule for one cell and, vectorised, for a whole column.

A ``Cleaner`` called with a text gives the value or raises ``ValueError("说明…")``; ``vector`` gives the same
values and the same sentences for a polars column. Nothing is guessed: what can be read in two ways is an error.
Empty text means "not given": ``None``, or ``""`` for the cleaners that give text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_INVISIBLE = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
_BLANKS = "[\t-\r \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
_HAN_GAP = f"([{_HAN}]) ([{_HAN}])"
_DOTS = "[\u2022\u2027\u2219\u22c5\u25cf\u30fb\uff0e\uff65\u00b7.]"
_HAN_DOT = f"([{_HAN}]) ?{_DOTS} ?([{_HAN}])"
_UNREADABLE = "有认不出的字（显示为“\ufffd”），请改正后再导入"

_WIDE = [
    chr(code)
    for start, end in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(start), ord(end) + 1)
]
_NARROW = [chr(ord(letter) - 0xFEE0) for letter in _WIDE]
_TO_NARROW = str.maketrans(dict(zip(_WIDE, _NARROW, strict=True)))


class Vector(NamedTuple):
    """A cleaned column: ``value`` (null where wrong or not given) and ``reason`` (null where right)."""

    value: pl.Expr
    reason: pl.Expr


@dataclass(frozen=True, slots=True)
class Cleaner:
    """A rule for one kind of cell. ``cleaner(text)`` for one, ``cleaner.vector(pl.col(…))`` for a column."""

    name: str
    scalar: Callable[[str], Any]
    vector: Callable[[pl.Expr], Vector]

    def __call__(self, text: str) -> Any:
        return self.scalar(text)


# -- text ------------------------------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """Full-width digits, letters and spaces made half-width, invisible signs gone, blanks collapsed and trimmed."""
    text = re.sub(_INVISIBLE, "", text.translate(_TO_NARROW))
    return re.sub(_BLANKS, " ", text).strip(" ")


def tidy_expr(text: pl.Expr) -> pl.Expr:
    """``tidy`` for a column."""
    narrow = text.str.replace_many(_WIDE, _NARROW).str.replace_all(_INVISIBLE, "")
    return narrow.str.replace_all(_BLANKS, " ").str.strip_chars(" ")


def _text(text: str) -> str:
    if "\ufffd" in text:
        raise ValueError(_UNREADABLE)
    return tidy(text)


def _checked(value: pl.Expr, raw: pl.Expr) -> Vector:
    bad = raw.str.contains("\ufffd", literal=True)
    return Vector(pl.when(~bad).then(value), pl.when(bad).then(pl.lit(_UNREADABLE)))


def _name(text: str) -> str:
    text = _text(text)
    for _ in range(2):  # neighbours share a character: the second round closes what the first left
        text = re.sub(_HAN_GAP, r"\1\2", text)
    for _ in range(2):
        text = re.sub(_HAN_DOT, r"\1·\2", text)
    return text


def _name_vector(raw: pl.Expr) -> Vector:
    value = tidy_expr(raw)
    for _ in range(2):
        value = value.str.replace_all(_HAN_GAP, "${1}${2}")
    for _ in range(2):
        value = value.str.replace_all(_HAN_DOT, "${1}·${2}")
    return _checked(value, raw)


# -- codes: identity numbers, phones, registration codes -----------------------------------------------------------

_SCIENTIFIC = r"^-?\d(\.\d+)?[Ee]\+?\d{1,3}$"
DAMAGED = "“{}”已被表格软件改成科学计数，末尾的数字丢失了；请把这一列设为“文本”格式，按原件重新录入"
_CODE_WIDE, _CODE_NARROW = ["－", "—", "–", "＋", "．", "（", "）"], ["-", "-", "-", "+", ".", "(", ")"]
_WHOLE_FLOAT = r"^(\d{5,})\.0+$"
_CODE_MARKS = "['’‘`]"


def is_damaged(text: str) -> bool:
    """True when a spreadsheet has turned a long number into ``3.2E+17``: its last digits are lost for good."""
    return re.search(_SCIENTIFIC, tidy(text)) is not None


def _code(text: str) -> str:
    tidied = _text(text)
    if re.search(_SCIENTIFIC, tidied):
        raise ValueError(DAMAGED.format(tidied))
    for wide, narrow in zip(_CODE_WIDE, _CODE_NARROW, strict=True):
        tidied = tidied.replace(wide, narrow)
    bare = re.sub(_CODE_MARKS, "", tidied.replace(" ", ""))
    return re.sub(_WHOLE_FLOAT, r"\1", bare).upper()


def _code_vector(raw: pl.Expr) -> Vector:
    tidied = tidy_expr(raw)
    damaged = tidied.str.contains(_SCIENTIFIC)
    value = tidied.str.replace_many(_CODE_WIDE, _CODE_NARROW).str.replace_all(" ", "", literal=True)
    value = value.str.replace_all(_CODE_MARKS, "").str.replace(_WHOLE_FLOAT, "${1}").str.to_uppercase()
    known = _checked(value, raw)
    reason = pl.coalesce(known.reason, pl.when(damaged).then(pl.format(DAMAGED, tidied)))
    return Vector(pl.when(reason.is_null()).then(value), reason)


# -- dates -----------------------------------------------------------------------------------------------------

_DAY = r"^(\d{4})(?:[-./]|年)(\d{1,2})(?:[-./]|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?$"
_MONTH = r"^(\d{4})(?:[-./]|年)(\d{1,2})月?$"
_SOLID = r"^(\d{4})(\d{2})(\d{2})?$"
_SERIAL = r"^([1-7]\d{4})(?:\.\d+)?$"
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_EPOCH = dt.date(
    1899, 12, 30
)  # serial 61 is 1900-03-01; before it the spreadsheet counts a day that never was
_SHAPES = (_DAY, _MONTH, _SOLID)
_TWO_WAYS = r"^\d{4}\.1$"
_TWO_WAYS_SAID = "“{}”分不清是1月还是10月，请写成“2024-01”或“2024-10”的样子"
_NO_DATE = "“{}”认不出是哪一天，请写成“2024-05-01”的样子"
_IMPOSSIBLE = "“{}”不是真实存在的日期，请核对年、月、日"
_FULL_STOPS, _STOPS = ["．", "。", "／", "－", "—", "–"], [".", ".", "/", "-", "-", "-"]


def _date_text(text: str) -> str:
    text = tidy(text)
    for wide, narrow in zip(_FULL_STOPS, _STOPS, strict=True):
        text = text.replace(wide, narrow)
    return re.sub(r" ?([-./年月日]) ?", r"\1", text)


def _date_text_expr(raw: pl.Expr) -> pl.Expr:
    return tidy_expr(raw).str.replace_many(_FULL_STOPS, _STOPS).str.replace_all(" ?([-./年月日]) ?", "${1}")


def _date(text: str) -> dt.date | None:
    written = _date_text(text)
    if not written:
        return None
    if re.search(_TWO_WAYS, written, re.ASCII):
        raise ValueError(_TWO_WAYS_SAID.format(written))
    if serial := re.search(_SERIAL, written, re.ASCII):
        return _EPOCH + dt.timedelta(days=int(serial[1]))
    found = next((match for shape in _SHAPES if (match := re.search(shape, written, re.ASCII))), None)
    if found is None:
        raise ValueError(_NO_DATE.format(written))
    year, month, day = (int(part or 1) for part in (*found.groups(), None)[:3])
    try:
        return _in_range(dt.date(year, month, day))
    except ValueError:
        raise ValueError(_IMPOSSIBLE.format(written)) from None


def _in_range(day: dt.date) -> dt.date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError
    return day


def _ascii(pattern: str) -> str:
    """The same pattern for polars, whose ``\\d`` would otherwise also match digits of other scripts."""
    return pattern.replace(r"\d", "[0-9]")


def _part(written: pl.Expr, number: int) -> pl.Expr:
    return pl.coalesce(
        written.str.extract(_ascii(shape), number) for shape in _SHAPES if shape.count("(\\d") >= number
    )


def _date_vector(raw: pl.Expr) -> Vector:
    written = _date_text_expr(raw)
    two_ways, serial = written.str.contains(_ascii(_TWO_WAYS)), written.str.extract(_ascii(_SERIAL), 1)
    year, month, day = _part(written, 1), _part(written, 2), _part(written, 3).fill_null("1")
    exact = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-").str.to_date(
        "%Y-%m-%d", strict=False
    )
    possible = pl.when(exact.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)).then(exact)
    counted = pl.lit(_EPOCH) + pl.duration(days=serial.cast(pl.Int64))
    value = pl.when(two_ways).then(None).when(serial.is_not_null()).then(counted).otherwise(possible)
    reason = (
        pl.when((written == "") | value.is_not_null()).then(None)
        .when(two_ways).then(pl.format(_TWO_WAYS_SAID, written))
        .when(year.is_null()).then(pl.format(_NO_DATE, written))
        .otherwise(pl.format(_IMPOSSIBLE, written))
    )  # fmt: skip
    return Vector(value, reason)


# -- yes or no ---------------------------------------------------------------------------------------------------

_YES = ("是", "有", "√", "✓", "✔", "☑", "对", "1", "Y", "YES", "TRUE", "T")
_NO = ("否", "无", "×", "✗", "✘", "X", "没有", "不是", "0", "N", "NO", "FALSE", "F")
_YES_NO: dict[str, bool] = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_NEITHER = "“{}”看不出是“是”还是“否”，请填“是”或“否”"


def _yes_no(text: str) -> bool | None:
    written = tidy(text).replace(" ", "")
    answer = _YES_NO.get(written.upper())
    if answer is None and written:
        raise ValueError(_NEITHER.format(written))
    return answer


def _yes_no_vector(raw: pl.Expr) -> Vector:
    written = tidy_expr(raw).str.replace_all(" ", "", literal=True)
    value = written.str.to_uppercase().replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean)
    reason = pl.when((written != "") & value.is_null()).then(pl.format(_NEITHER, written))
    return Vector(value, reason)


# -- whole numbers -----------------------------------------------------------------------------------------------

_WHOLE = r"^([+-]?\d{1,15})(?:\.0*)?$"
_THOUSANDS = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.0*)?$"
_NOT_WHOLE = "“{}”不是整数，请只填数字"
_SIGNS, _PLAIN_SIGNS = ["，", "．", "－", "＋"], [",", ".", "-", "+"]


def _integer(text: str) -> int | None:
    written = tidy(text)
    for wide, narrow in zip(_SIGNS, _PLAIN_SIGNS, strict=True):
        written = written.replace(wide, narrow)
    if not written:
        return None
    joined = written.replace(",", "") if re.search(_THOUSANDS, written, re.ASCII) else written
    found = re.search(_WHOLE, joined, re.ASCII)
    if found is None:
        raise ValueError(_NOT_WHOLE.format(written))
    return int(found[1])


def _integer_vector(raw: pl.Expr) -> Vector:
    written = tidy_expr(raw).str.replace_many(_SIGNS, _PLAIN_SIGNS)
    in_thousands = written.str.contains(_ascii(_THOUSANDS))
    joined = pl.when(in_thousands).then(written.str.replace_all(",", "", literal=True)).otherwise(written)
    value = joined.str.extract(_ascii(_WHOLE), 1).str.strip_prefix("+").cast(pl.Int64)
    return Vector(value, pl.when((written != "") & value.is_null()).then(pl.format(_NOT_WHOLE, written)))


text = Cleaner("text", _text, lambda raw: _checked(tidy_expr(raw), raw))
name = Cleaner("name", _name, _name_vector)
code = Cleaner("code", _code, _code_vector)
date = Cleaner("date", _date, _date_vector)
yes_no = Cleaner("yes_no", _yes_no, _yes_no_vector)
integer = Cleaner("integer", _integer, _integer_vector)
ALL = (text, name, code, date, yes_no, integer)
