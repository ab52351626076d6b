"""Putting given values into a row, and saying which of them are news; what "nothing" is, the column decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from gonghui.kernel.secrets.fields import Sealed


def empty_of(row: Model, name: str) -> Any:
    """What "nothing" is for a column: None where it may be, else its default or empty text."""
    field: Any = row._meta.get_field(name)
    return None if field.null else field.get_default() if field.has_default() else ""


def fill(row: Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, empty_of(row, name) if value is None else value)


def changed(row: Model, values: Mapping[str, Any]) -> list[str]:
    """The names of ``values`` that say something else than the row; empty text and nothing say the same."""
    return [name for name, value in values.items() if _before(row, name) != _now(row, name, value)]


def _before(row: Model, name: str) -> Any:
    field: Any = row._meta.get_field(name)
    value = getattr(row, field.attname if field.is_relation else name)
    value = value.reveal() if isinstance(value, Sealed) else value
    return None if value == "" else value


def _now(row: Model, name: str, value: Any) -> Any:
    value = empty_of(row, name) if value is None else value
    value = value.pk if isinstance(value, Model) else value
    return None if value == "" else value
