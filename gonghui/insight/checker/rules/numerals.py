"""Chinese and Arabic numerals as values: 1,286 · 11.8万 · 一百二十三 · 两亿三千万 · 二〇二六."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"
LONGEST = 40  # marks; what is longer is no numeral anybody wrote
_NUMBER = re.compile(rf"({ARABIC})\s*([十百千万亿]{{0,3}})", re.ASCII)


def value_of(text: str) -> Decimal | None:
    """What the numeral says; None for what is none. Never raises."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if found := _NUMBER.fullmatch(text):
        return Decimal(found[1].replace(",", "")) * _factor(found[2])
    whole = _chinese(text)
    return None if whole is None else Decimal(whole)


def step_of(text: str) -> Decimal:
    """How fine it was written: 0.1 of 19.2, 1,000 of 11.8万, 1 of 953."""
    if found := _NUMBER.fullmatch(text.strip()):
        places = len(found[1].partition(".")[2])
        return _factor(found[2]) / (Decimal(10) ** places)
    last = max(text.rfind("万"), text.rfind("亿"))
    return Decimal(MYRIADS[text[-1]] if last >= 0 and last == len(text) - 1 else 1)


def _factor(words: str) -> Decimal:
    made = Decimal(1)
    for word in words:
        made *= (TENS | MYRIADS)[word]
    return made


def _chinese(text: str) -> int | None:
    if not text or any(mark not in DIGITS and mark not in TENS and mark not in MYRIADS for mark in text):
        return None
    if all(mark in DIGITS for mark in text):  # 二〇二六: digit by digit
        return int("".join(str(DIGITS[mark]) for mark in text)) if len(text) < 20 else None
    for myriad in ("亿", "万"):
        head, sign, rest = text.rpartition(myriad)
        if sign:
            return _joined(head, MYRIADS[myriad], rest)
    return _below(text)


def _joined(head: str, factor: int, rest: str) -> int | None:
    """``head`` 亿 ``rest``; a bare 亿 counts as one, and 三万五 is 35,000."""
    many = _chinese(head) if head else 1
    fewer = _rest(rest, factor)
    return None if many is None or fewer is None or many == 0 else many * factor + fewer


def _rest(text: str, factor: int) -> int | None:
    if not text:
        return 0
    if len(text) == 1 and text in DIGITS:
        return DIGITS[text] * factor // 10
    return _chinese(text.lstrip("零〇")) if text.strip("零〇") else None


def _below(text: str) -> int | None:
    """Up to 9,999: digits with 千 百 十 in falling order."""
    total, last, digit, zero = 0, 10**4, -1, False
    for mark in text:
        if mark in TENS:
            if TENS[mark] >= last:
                return None
            last, total, digit = TENS[mark], total + TENS[mark] * abs(digit), -1
        elif digit > 0:
            return None
        else:
            zero, digit = zero or DIGITS[mark] == 0, DIGITS[mark] or -1
    if digit < 0:
        return total
    return total + digit * (last // 10 if last > 10 and not zero else 1)
