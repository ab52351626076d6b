"""Setting the numbers that rules fix: the defaults from a file, and one's own for a unit."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.parameters.models import Parameter, ParameterValue
from gonghui.kernel.parameters.rules import SHAPE_WORDS, shape_of, shortest
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

OVERRIDE = verb(
    "parameters.override", "设定参数", "parameter", "value", "before", "since", "source", "status"
)
SEED = verb("parameters.seed", "载入参数默认值", "parameters", "values")

Key = tuple[str, str, date]
Content = tuple[str, str, str]  # value, status, source


@transaction.atomic
def override(
    *, actor: Actor, key: str, unit: Unit, value: str, since: date, source: str, status: str
) -> ParameterValue:
    """From ``since``, ``value`` counts for ``unit`` and everything below it. Set again for the same day,
    it is corrected, and the journal keeps what it was.
    """
    if not actor.reaches(unit.place_in(actor.tree)):
        raise ValidationError(f"{unit.name}不在您的管辖内，不能为它设定参数")
    known = Parameter.objects.filter(pk=key).first()
    if known is None:
        raise ValidationError(f"没有“{key}”这个参数")
    text = value.strip()
    _check_shape(known, text)
    if not source.strip():
        raise ValidationError({"source": "请填依据，例如文件名和文号"})
    row = ParameterValue.objects.filter(parameter=known, unit=unit, since=since).first()
    before = row.value if row else None
    row = row or ParameterValue(parameter=known, unit=unit, since=since)
    row.value, row.source, row.status = text, source.strip(), status
    row.full_clean()
    row.save()
    kept = {"value": text, "before": before, "since": since, "source": row.source, "status": status}
    record(actor, OVERRIDE, row, unit_id=unit.pk, parameter=key, **kept)
    return row


@transaction.atomic
def seed_parameters(*, actor: Actor, path: Path) -> int:
    """Make the defaults say what the file says; what units have set stays. Returns how many values changed.

    Columns: key, label, value, unit (of measure), jurisdiction, since, status, source. ``ValueError``
    names a line that cannot be read: the file comes with the program.
    """
    rows = [_readable(number, row) for number, row in _lines(path)]
    wanted = {_place(row): _content(row) for row in rows}
    defaults = ParameterValue.objects.filter(unit=None)
    there = {(v.parameter_id, v.jurisdiction, v.since): (v.value, v.status, v.source) for v in defaults}
    changed = {place: content for place, content in wanted.items() if there.get(place) != content}
    labels = _save_labels(rows)
    ParameterValue.objects.bulk_create(
        [_row(place, content) for place, content in changed.items()],
        update_conflicts=True,
        unique_fields=["parameter", "jurisdiction", "unit", "since"],
        update_fields=["value", "status", "source"],
    )
    if changed or labels:
        record(actor, SEED, "parameters", unit_id=None, parameters=labels, values=len(changed))
    return len(changed)


def _check_shape(known: Parameter, text: str) -> None:
    there = known.values.values_list("value", flat=True)
    wanted = {shape for value in there if (shape := shape_of(value)) is not None} or set(SHAPE_WORDS)
    if shape_of(text) not in wanted:
        words = "，或".join(words for shape, words in SHAPE_WORDS.items() if shape in wanted)
        raise ValidationError({"value": f"“{known}”要填{words}。现在填的是“{text}”"})


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            yield reader.line_num, row


def _readable(number: int, row: dict[str, str]) -> dict[str, str]:
    if None in row or not all(row.values()) or shape_of(row["value"]) is None or row["status"] not in "CKU":
        raise ValueError(f"line {number}: no parameter can be read from {row}")
    return row


def _save_labels(rows: list[dict[str, str]]) -> int:
    wanted = {row["key"]: (row["label"], row["unit"]) for row in rows}
    there = {p.key: (p.label, p.unit_of_measure) for p in Parameter.objects.filter(pk__in=wanted)}
    changed = [key for key in wanted if there.get(key) != wanted[key]]
    Parameter.objects.bulk_create(
        [Parameter(key=key, label=wanted[key][0], unit_of_measure=wanted[key][1]) for key in changed],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["label", "unit_of_measure"],
    )
    return len(changed)


def _place(row: Mapping[str, str]) -> Key:
    return row["key"], shortest(row["jurisdiction"]), date.fromisoformat(row["since"])


def _content(row: Mapping[str, str]) -> Content:
    return row["value"], row["status"], row["source"]


def _row(place: Key, content: Content) -> ParameterValue:
    key, jurisdiction, since = place
    value, status, source = content
    return ParameterValue(
        parameter_id=key, jurisdiction=jurisdiction, since=since, value=value, status=status, source=source
    )
