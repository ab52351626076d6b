"""Mainland mobile numbers: 11 digits beginning 13–19."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gonghui.kernel.identifiers.text import compact

if TYPE_CHECKING:
    import polars

FORM = re.compile(r"1[3-9][0-9]{9}")
COUNTRY = re.compile(r"(\+86|0086|86)(?=1[0-9]{10}$)")
FLOAT_TAIL = re.compile(r"(?<=[0-9])\.0+$")  # the spreadsheet held the number as a number: 13800138000.0
NUMBER_FORM = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,2}")

EMPTY = "没有填手机号，请填 11 位号码"
LENGTH = "手机号要 11 位数字，您填了 {} 位"
CHARACTERS = "手机号只能有数字，而且只填一个；您填的里面有“{}”"
START = "手机号要以 13 到 19 开头，您填的以 {} 开头，请核对"
LOST = "表格软件把手机号写成了“{}”，后几位已丢失；请把该列设为“文本”后重新录入"


def clean(text: str) -> str:
    """The eleven digits; ``ValueError`` with a sentence for the user when they are wrong."""
    number = _bare(text)
    if reason := _fault(number):
        raise ValueError(reason)
    return number


def explain(text: str) -> str | None:
    """Why ``clean`` would refuse this text, or None."""
    return _fault(_bare(text))


def check_column(texts: polars.Series) -> polars.Series:
    """Why each row is wrong, null where it is right or not given; the sentences of ``clean``."""
    from gonghui.kernel.identifiers import columns  # brings polars, slow to import

    return columns.reasons(texts, texts.str.contains(r"^1[3-9][0-9]{9}$"), explain)


def _bare(text: str) -> str:
    return COUNTRY.sub("", FLOAT_TAIL.sub("", compact(text).replace("(", "").replace(")", "")), count=1)


def _fault(number: str) -> str | None:
    if FORM.fullmatch(number):
        return None
    if not number:
        return EMPTY
    if NUMBER_FORM.fullmatch(number):
        return LOST.format(number)
    if wrong := re.search(r"[^0-9]", number):
        return CHARACTERS.format(wrong[0])
    return LENGTH.format(len(number)) if len(number) != 11 else START.format(number[:2])
