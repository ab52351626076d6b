"""What is shown instead of the whole: same length, the middle as stars; too short a text is all stars."""

from __future__ import annotations

HIDDEN_AT_LEAST = 4


def mask_id(number: str) -> str:
    """``110***********1234``: first 3 and last 4 of an identity number."""
    return _mask(number, first=3, last=4)


def mask_document(number: str) -> str:
    """The last 4, and of the beginning as much as leaves the middle hidden; shorter numbers show less."""
    first = next((shown for shown in (3, 1) if len(number) - shown - 4 >= HIDDEN_AT_LEAST), 0)
    return _mask(number, first=first, last=4)


def mask_place(text: str) -> str:
    """``浙江省杭州市****``: an address as far as its first 6 characters."""
    return text[:6] + "****" if len(text) > 6 else mask_all(text)


def mask_all(text: str) -> str:
    """Only that something is known."""
    return "****" if text else ""


def mask_phone(number: str) -> str:
    """``138****1234``: first 3 and last 4."""
    return _mask(number, first=3, last=4)


def mask_card(number: str) -> str:
    """``***************1234``: last 4 of a bank card."""
    return _mask(number, first=0, last=4)


def mask_name(name: str) -> str:
    """``张*``, ``张**``: the first character; a name of one character is hidden whole."""
    return "*" * len(name) if len(name) < 2 else name[0] + "*" * (len(name) - 1)


def _mask(text: str, *, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden < HIDDEN_AT_LEAST:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]
