"""What a cell may be: how it is cleaned alone and by the column, shown, sorted and asked for in a form.

Cleaned values are canonical text ("2024-05-01", "1", a code), so that a form, a roster row and a whole
column of a roster say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django import forms

from gonghui.kernel.identifiers import credit_code, documents, mobile, names, resident_id
from gonghui.kernel.register.reading import cells

One = Callable[[str, date], str]
Many = Callable[[pl.Series, date], tuple[pl.Series, pl.Series]]


@dataclass(frozen=True)
class Kind:
    """``one`` cleans a text or raises ValueError with a sentence; ``many`` gives (values, reasons) alike."""

    key: str
    one: One
    many: Many
    show: str = "text"  # how a list aligns it: text, num, date, tag, mono
    read: Callable[[str], Any] = str  # canonical text → what the action takes
    field: Callable[..., forms.Field] = forms.CharField


def over_distinct(many: Many) -> Many:
    """Days, workplaces, yes and no repeat: each distinct text is cleaned once, whatever the length of the column."""

    def over(texts: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
        distinct = texts.unique()
        if len(distinct) * 2 > len(texts):
            return many(texts, today)
        values, reasons = many(distinct, today)
        return (
            texts.replace_strict(distinct, values, return_dtype=pl.String),
            texts.replace_strict(distinct, reasons, return_dtype=pl.String),
        )

    return over


def _from_cleaner(key: str, cleaner: cells.Cleaner, **more: Any) -> Kind:
    def one(text: str, today: date) -> str:
        value = cleaner(text)
        return "" if value is None else _canonical(value)

    @over_distinct
    def many(texts: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
        value, reason = cleaner.vector(pl.col("x"))
        frame = texts.to_frame("x").select(value.alias("v"), reason.alias("r"))
        values = frame["v"]
        if values.dtype == pl.Boolean:
            values = values.replace_strict({True: "1", False: "0"}, return_dtype=pl.String, default=None)
        return values.cast(pl.String).fill_null(""), frame["r"]

    return Kind(key, one, many, **more)


def _canonical(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def by_value(one: One, right: str = "^$") -> Many:
    """A column cleaned once per distinct text; what matches ``right`` is known to be right as it stands."""

    def many(texts: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
        values: dict[str, str] = {}
        reasons: dict[str, str | None] = {}
        plain = texts.str.contains(right) & (texts != "")
        for text in texts.filter(~plain).unique():
            try:
                values[text], reasons[text] = one(text, today), None
            except ValueError as error:
                values[text], reasons[text] = "", str(error)
        return (
            texts.replace_strict(values, default=texts, return_dtype=pl.String),
            texts.replace_strict(reasons, default=None, return_dtype=pl.String),
        )

    return many


# Typography has nothing to do with these, and no spreadsheet has damaged them (3E17 is shorter).
BARE = "^(?:[0-9]*X?|[0-9A-Z]{6,})$"


def _typeset(texts: pl.Series) -> pl.DataFrame:
    """``cells.code`` for a column, as ``v`` and ``r``. Most numbers stand there bare, and the others alone need it."""
    value, reason = cells.code.vector(pl.col("x"))
    odd = ~texts.str.contains(BARE)
    cleaned = texts.filter(odd).to_frame("x").select(value.alias("v"), reason.alias("r"))
    place = (odd.cum_sum().cast(pl.Int64) - 1).set(~odd, None)
    found = cleaned.select(pl.all().gather(place))
    return found.with_columns(pl.when(odd).then("v").otherwise(texts).alias("v"))


def _number(check: Callable[[pl.Series, date], pl.Series], clean: One) -> tuple[One, Many]:
    """An identity number, phone or code: typography first, by the column, then the check."""

    def one(text: str, today: date) -> str:
        bare = cells.code(text)
        return clean(bare, today) if bare else ""

    def many(texts: pl.Series, today: date) -> tuple[pl.Series, pl.Series]:
        frame = _typeset(texts)
        given = frame["v"].fill_null("")
        checked = check(given.replace("", None), today)
        spelled = given.set(checked.is_null() & given.str.contains("[ -]"), None)
        if spelled.null_count():
            spelled = given.map_elements(lambda text: _quiet(clean, text, today), return_dtype=pl.String)
        return spelled, pl.select(pl.coalesce(frame["r"], checked)).to_series()

    return one, many


def _quiet(clean: One, text: str, today: date) -> str:
    try:
        return clean(text, today) if text else ""
    except ValueError:
        return text


_id_one, _id_many = _number(
    lambda texts, today: resident_id.check_column(texts, today),
    lambda text, today: resident_id.clean(text, today=today),
)
_mobile_one, _mobile_many = _number(
    lambda texts, today: mobile.check_column(texts), lambda text, today: mobile.clean(text)
)
_code_one, _code_many = _number(
    lambda texts, today: credit_code.check_column(texts), lambda text, today: credit_code.clean(text)
)


def _name_one(text: str, today: date) -> str:
    return names.clean_name(text) if text.strip() else ""


TEXT = _from_cleaner("text", cells.text)
NAME = Kind("name", _name_one, by_value(_name_one, right=r"^[\x{4e00}-\x{9fa5}]{2,4}$"))
DATE = _from_cleaner(
    "date",
    cells.date,
    show="date",
    read=date.fromisoformat,
    field=lambda **o: forms.CharField(max_length=20, **o),
)
YES = _from_cleaner(
    "yes", cells.yes_no, read=lambda text: text == "1", field=lambda **o: forms.BooleanField(**o)
)
INTEGER = _from_cleaner("integer", cells.integer, show="num", read=int)
RESIDENT_ID = Kind("resident_id", _id_one, _id_many, show="mono")
MOBILE = Kind("mobile", _mobile_one, _mobile_many, show="mono")
CREDIT_CODE = Kind("credit_code", _code_one, _code_many, show="mono")


def _year_one(text: str, today: date) -> str:
    bare = cells.text(text).removesuffix("年").strip()
    if not bare:
        return ""
    year = bare if re.fullmatch("[0-9]{4}", bare) else str(cells.date(bare))[:4]
    if not 1900 <= int(year) <= today.year:
        raise ValueError(f"“{bare}”不是能用的年份，请写成“2008”的样子")
    return year


YEAR = Kind("year", _year_one, by_value(_year_one, right="^(?:19[0-9]{2}|20[01][0-9])$"), read=int)


def _money_one(text: str, today: date) -> str:
    bare = cells.text(text)
    plain_ = re.sub("[,，￥¥ ]|元$", "", bare)
    if not bare:
        return ""
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", plain_, re.ASCII):
        raise ValueError(f"“{bare}”不是金额，请写成“1234.50”的样子，单位是元，最多到分")
    return f"{Decimal(plain_):.2f}"


MONEY = Kind(
    "money", _money_one, by_value(_money_one, r"^[1-9][0-9]{0,11}\.[0-9]{2}$"), show="num", read=Decimal
)


def document(kind: str) -> Kind:
    """The number of one kind of identity document (``identifiers.documents``)."""

    def one(text: str, today: date) -> str:
        bare = cells.text(text)
        return documents.clean(kind, bare, today=today) if bare else ""

    return Kind(f"document{kind}", one, by_value(one), show="mono")


def choice(options: Sequence[tuple[str, str]], none: str = "不清楚", /, **other_words: str) -> Kind:
    """One of a code list; accepts the code, the label, and ``other_words`` people write for it. ``none``: what a
    form offers for no answer.
    """
    known = {plain(code): code for code, _ in options} | {plain(label): code for code, label in options}
    known |= {plain(word): code for word, code in other_words.items()}
    listed = "、".join(label for _, label in options[:6]) + ("等" if len(options) > 6 else "")

    def one(text: str, today: date) -> str:
        bare = plain(cells.text(text))
        if bare and bare not in known:
            raise ValueError(f"“{cells.text(text)}”不在可填的内容里，请填{listed}")
        return known.get(bare, "")

    def field(**options_given: Any) -> forms.Field:
        empty = "请选择" if options_given.get("required") else none
        return forms.ChoiceField(choices=[("", empty), *options], **options_given)

    return Kind("choice", one, by_value(one), field=field)


def several(options: Sequence[tuple[str, str]], **other_words: str) -> Kind:
    """Any number of a code list, written with 、 or commas between them; canonical: codes joined by commas."""
    single = choice(options, **other_words)

    def one(text: str, today: date) -> str:
        parts = [
            part
            for part in cells.text(text).replace("、", ",").replace("，", ",").replace("；", ",").split(",")
        ]
        found = dict.fromkeys(single.one(part, today) for part in parts if part.strip())
        return ",".join(found)

    def field(**given: Any) -> forms.Field:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **given)

    return Kind(
        "several", one, by_value(one), read=lambda text: [w for w in text.split(",") if w], field=field
    )


def plain(text: str) -> str:
    """A label without the brackets and blanks people leave out or add."""
    return "".join(mark for mark in text if mark not in "（）() 　、").upper()


def _lines_one(text: str, today: date) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip()


def _lines_field(**options: Any) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **options)


LINES = Kind("lines", _lines_one, by_value(_lines_one), field=_lines_field)
