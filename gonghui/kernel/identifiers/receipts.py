"""Codes that people copy by hand: drawn, nobody guesses one; read whatever the case, blanks and dashes."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look or sound like another
RECEIPT = 20  # letters of a receipt


def draw(count: int = RECEIPT) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def plain(typed: str) -> str:
    """A code as people copy it: lower case, blanks and dashes do no harm."""
    return "".join(mark for mark in typed.upper()[:60] if mark in LETTERS)


def is_receipt(text: str) -> bool:
    """Whether a receipt that was drawn elsewhere is one of ours by its form."""
    return len(text) == RECEIPT and plain(text) == text
