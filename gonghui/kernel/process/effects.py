"""Effects that many moves have in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from gonghui.kernel.process.definition import Effect


def kept(*names: str) -> Effect:
    """The effect that keeps the answers of a form in the record's own fields; no answer empties the field."""

    def effect(record: Any, answers: dict[str, Any], today: date) -> None:
        for name in names:
            field = record._meta.get_field(name)
            value = answers.get(name)
            empty = None if field.null else field.get_default()
            setattr(record, name, empty if value is None else value)

    return effect
