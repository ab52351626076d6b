"""People on a roster whose membership has to be settled above before anything is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from gonghui.kernel.register.definition import Column
from gonghui.registers.members.models import RosterEntry


def keep_pending(lines: pl.DataFrame, columns: Mapping[str, Column], today: date) -> None:
    """Keep what the roster says as that union's own entry, sealed, until somebody above settles it."""
    entries = []
    for line in lines.iter_rows(named=True):
        entry = RosterEntry(
            unit_id=int(line["unit_id"]), path=line["path"], name=line["name"], id_index=line["id_index"], received_on=today
        )  # fmt: skip
        entry.particulars = json.dumps(values_of(line, columns), ensure_ascii=False, default=str)
        entries.append(entry)
    RosterEntry.objects.bulk_create(entries, batch_size=2_000, ignore_conflicts=True)


def values_of(line: Mapping[str, Any], columns: Mapping[str, Column]) -> dict[str, Any]:
    """A line's particulars as actions take them; None where nothing is given."""
    names = [name for name in columns if name in line and not columns[name].units]
    return {name: columns[name].kind.read(line[name]) if line[name] else None for name in names}


def waiting(lines: pl.DataFrame) -> pl.Series:
    """The ``row`` of every line whose person waits on that union's roster already."""
    if not lines.height:
        return lines["row"]
    units = [int(pk) for pk in lines["unit_id"].unique()]
    found = RosterEntry.objects.filter(unit_id__in=units, settled_on=None).values_list("unit_id", "id_index")
    keys = pl.DataFrame(
        [(str(unit), bytes(index)) for unit, index in found],
        schema={"unit_id": pl.String, "id_index": pl.Binary}, orient="row",
    )  # fmt: skip
    return lines.join(keys, on=["unit_id", "id_index"], how="semi")["row"]
