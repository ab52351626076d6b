"""One row entered or put right: the part of every register's ``save`` that is alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model

from gonghui.kernel.register.filling import changed, fill

Row = TypeVar("Row", bound=Model)


class Kept(NamedTuple):
    """``outcome``: True for a new row, False for one put right, None when nothing was news. ``fields``: what was put right."""

    outcome: bool | None
    fields: list[str]


def keep(
    known: Row | None, fresh: Row, values: Mapping[str, Any], check: Callable[[Row], None]
) -> tuple[Row, Kept]:
    """Put ``values`` into the row that is known, else into the ``fresh`` one, and save it once ``check`` is satisfied;
    who it is and what the journal says of it, the module decides.
    """
    if known is None:
        fill(fresh, {name: value for name, value in values.items() if value is not None})
        check(fresh)
        fresh.save(force_insert=True)
        return fresh, Kept(True, [])
    fields = changed(known, values)
    if not fields:
        return known, Kept(None, [])
    fill(known, {name: values[name] for name in fields})
    check(known)
    known.save()
    return known, Kept(False, sorted(fields))
