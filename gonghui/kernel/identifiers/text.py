"""What people type around a number: full-width digits, blanks, dashes, invisible marks."""

from __future__ import annotations

import re
import unicodedata

# Blanks, dashes, and the invisible marks that come along when a number is pasted from a chat or a page.
NOISE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\-‐‑‒–—―−]+")
TEXT_MARKS = "'’‘`"  # a spreadsheet's "this is text" mark, copied along with the number


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as ordinary ones (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def compact(text: str) -> str:
    """The number alone: half-width, upper-case, without blanks, dashes and invisible marks."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return NOISE.sub("", half_width(text)).lstrip(TEXT_MARKS).upper()
