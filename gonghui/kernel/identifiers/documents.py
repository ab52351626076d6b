"""Identity documents that people carry instead of a resident's card: cleaned and checked by their form.

Nothing is looked up anywhere. ``clean`` gives the one right spelling or raises ``ValueError`` with a sentence;
``tells`` says whether the number itself gives the date of birth and the sex. Sources of the forms: notices of the
immigration administration (2016 for the residence card of people of Hong Kong, Macao and Taiwan, 2023 for the
foreigner's permanent residence card with 18 digits); passports have no common form and are checked loosely.
"""

from __future__ import annotations

import re
from datetime import date

from gonghui.kernel.identifiers import resident_id
from gonghui.kernel.identifiers.text import compact

RESIDENT, PASSPORT, OFFICER, HONG_KONG_MACAO, TAIWAN, FOREIGNER, RESIDENCE, OTHER = "12345679"

NOISE = re.compile(r"[()（）.。·]")
FORMS: dict[str, tuple[str, str]] = {
    PASSPORT: (r"(?=(?:.*[0-9]){3})[A-Z0-9]{6,12}", "护照号码是 6 到 12 位字母和数字，请对照护照资料页核对"),
    OFFICER: (
        r"(?=(?:.*[0-9]){4})[一-龥A-Z0-9]{5,20}",
        "军官证号码里至少有 4 位数字，一共不超过 20 个字，请对照证件核对",
    ),
    HONG_KONG_MACAO: (
        r"[HM][0-9]{8}(?:[0-9]{2})?",
        "港澳居民来往内地通行证号码以 H 或 M 开头，后面是 8 位数字（旧证 10 位），请对照证件核对",
    ),
    TAIWAN: (
        r"[0-9]{8}|[0-9]{10}[A-Z]?",
        "台湾居民来往大陆通行证号码是 8 位数字（旧证 10 位），请对照证件核对",
    ),
    FOREIGNER: (
        r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}",
        "外国人永久居留身份证号码是 9 开头的 18 位，或 3 个字母加 12 位数字（旧证），请对照证件核对",
    ),
    RESIDENCE: (
        r"8[123]0000[0-9]{11}[0-9X]",
        "港澳台居民居住证号码是 81、82 或 83 开头的 18 位，请对照证件核对",
    ),
    OTHER: (r"[一-龥A-Z0-9]{4,30}", "证件号码要 4 到 30 位，只能有汉字、字母和数字，请对照证件核对"),
}
EMPTY = "没有填证件号码"
NO_DATE = "证件号码里的出生日期不存在，请对照证件核对第 7 到 14 位"
TELLING = rf"^(?:[{RESIDENT}{RESIDENCE}]:.{{18}}|{FOREIGNER}:.{{18}})$"
"""Matches ``kind:number`` where the number gives date of birth (characters 7–14) and sex (character 17)."""


def clean(kind: str, text: str, *, today: date) -> str:
    """``kind``: one of the codes above."""
    if kind == RESIDENT:
        return resident_id.clean(text, today=today)
    number = NOISE.sub("", compact(text))
    if not number:
        raise ValueError(EMPTY)
    form, sentence = FORMS[kind]
    if not re.fullmatch(form, number):
        raise ValueError(sentence)
    if kind == RESIDENCE:
        return resident_id.clean(number, today=today)
    if tells(kind, number):
        _born(number, today)
    return number


def tells(kind: str, number: str) -> bool:
    return re.match(TELLING, f"{kind}:{number}") is not None


def _born(number: str, today: date) -> None:
    try:
        right = resident_id.EARLIEST <= resident_id.birth_date(number) <= today
    except ValueError:
        right = False
    if not right:
        raise ValueError(NO_DATE)
