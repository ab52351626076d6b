"""Takes personal numbers out of what is logged, whoever wrote it there."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{11}(\d{3}[\dXx])(?!\d)")
MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
CARD = re.compile(r"(?<!\d)\d{12,15}(\d{4})(?!\d)")
RECEIPT = re.compile(r"(/s/r/)[0-9A-Za-z-]+")  # an address that opens something to whoever has it
LONG_RUN = re.compile(r"\d{11}")


def redact(text: str) -> str:
    """Identity numbers, mobiles and bank cards with their middle gone, receipts gone; everything else as it was."""
    text = RECEIPT.sub(r"\1****", text)
    if not LONG_RUN.search(text):
        return text
    text = IDENTITY.sub(r"\1***********\2", text)
    text = MOBILE.sub(r"\1****\2", text)
    return CARD.sub(r"************\1", text)


def redactor(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last step before a line is written (a structlog processor): nested values too."""
    for key, value in event.items():
        event[key] = _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value if isinstance(value, int | float | bool | None) else redact(str(value))
