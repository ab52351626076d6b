"""机关代字: the characters a document number begins with, as they follow from an office's name."""

from __future__ import annotations

import re

ABBREVIATED: dict[str, str] = {}
PLACE = re.compile(r"^(.+?)(?:特别行政区|自治区|自治州|自治县|街道|省|市|州|盟|区|县|旗|镇|乡)(?=.)")


def abbreviated(words: str, letter: str) -> None:
    """Declare how offices of a field shorten their names: the words, and the character that stands for them."""
    ABBREVIATED[words] = letter


def default_code(office: str, letter: str) -> str:
    """The first character of the place, that of the field, that of the kind: an offer an office may change."""
    place = PLACE.match(office)
    field = next((short for words, short in ABBREVIATED.items() if words in office), "")
    rest = office[place.end() :] if place else office[1:]
    return f"{office[:1]}{field or rest[:1]}{letter}"
