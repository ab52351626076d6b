"""A union's roster taken in by sets: who is new, who has changed, who belongs elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.rowwise import OUTCOME
from gonghui.kernel.secrets.blind import blind_many
from gonghui.kernel.secrets.fields import keys, profile
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.employers.models import Employer
from gonghui.registers.members.actions.enrolment import amend_many
from gonghui.registers.members.actions.entering import Newcomer, admit, enter
from gonghui.registers.members.models import RosterEntry
from gonghui.registers.members.selectors import classify
from gonghui.registers.unions.rules import MEMBER_KINDS

KNOWN = """
SELECT p.id_index, p.id, p.unit_id, p.mobile_index, p.name, p.ethnicity, p.education, p.skill_level,
       p.political_status, p.hukou, p.is_migrant, p.groups, m.id, m.workplace, m.employment, m.job, m.number, m.since
FROM members_person p LEFT JOIN members_membership m ON m.person_id = p.id AND m.until IS NULL
WHERE p.id = ANY (%s)
"""
PLAIN = ("name", "ethnicity", "education", "skill_level", "political_status", "hukou", "is_migrant", "groups")
OF_MEMBERSHIP = ("workplace", "employment", "job", "number", "since")


@dataclass(slots=True)
class Line:
    """One good row of a roster, and what is known of its person."""

    row: int
    unit: Unit
    values: dict[str, Any]
    id_index: bytes
    outcome: str = "new"
    column: str = ""
    reason: str = ""
    known: tuple[Any, ...] | None = None
    pending: bool = False  # belongs elsewhere, or nobody on the employer's side may know yet


class MemberTaker:
    """``check`` judges and ``take`` judges by the very same code, then writes."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {column.name: column for column in columns}

    def check(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame:
        return outcomes(self.judged(actor, unit, lines))

    def take(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame:
        judged = self.judged(actor, unit, lines)
        right = [line for line in judged if not line.reason and line.outcome in {"new", "changed"}]
        self._write(right, actor, today)
        return outcomes(judged)

    def judged(self, actor: Actor, unit: Unit, lines: pl.DataFrame) -> list[Line]:
        found = self._lines(actor, unit, lines)
        standing = classify([line.id_index for line in found if not line.reason])
        known = _known([person for person in standing.values() if person])
        waiting = _waiting(found)
        for line in found:
            if not line.reason:
                judge(line, standing, known, waiting, hidden="employer-side" in actor.traits)
        return found

    def _lines(self, actor: Actor, unit: Unit, lines: pl.DataFrame) -> list[Line]:
        units = {one.name: one for one in open_units(actor, *MEMBER_KINDS)} | {"": unit}
        readers = {name: self.columns[name].kind.read for name in lines.columns if name != "row"}
        indexes = blind_many(lines["id_number"], "id", keys(), profile()) if lines.height else []
        found = []
        for index, raw in zip(indexes, lines.iter_rows(named=True), strict=True):
            values = {name: read(raw[name]) if raw[name] else None for name, read in readers.items()}
            name = values.pop("unit__name", None) or ""
            line = Line(raw["row"], units.get(name, unit), values, index)
            if name not in units:
                line.column, line.reason = "unit__name", f"您管的范围里没有“{name}”，请照台账上的名称写"
            found.append(line)
        return found

    def _write(self, lines: Sequence[Line], actor: Actor, today: date) -> None:
        workplaces = _employers({line.values.get("workplace") or "" for line in lines})
        fresh: list[Newcomer] = []
        returning: list[Newcomer] = []
        for line in lines:
            if line.pending or line.outcome == "changed":
                continue
            employer = workplaces.get(line.values.get("workplace") or "")
            person = {"id": line.known[1]} if line.known else {}
            newcomer = Newcomer(line.unit, line.values, line.id_index, employer, **person)
            (returning if line.known else fresh).append(newcomer)
        enter(fresh, today)
        admit(returning, today)
        keep_pending([line for line in lines if line.pending], today)
        amend_many(
            [(line.known, line.values) for line in lines if line.outcome == "changed" and line.known],
            workplaces,
        )


def judge(
    line: Line, standing: dict[bytes, UUID | None], known: dict[bytes, tuple[Any, ...]],
    waiting: set[tuple[int, bytes]], *, hidden: bool,
) -> None:  # fmt: skip
    """Decide one row. Elsewhere and new are told in the same word, so that the word gives nobody away."""
    if line.id_index not in standing:
        line.pending = hidden
    elif (person := known.get(line.id_index)) and person[2] == line.unit.pk:
        line.known = person
        if person[12] is not None:
            line.outcome = "changed" if differs(person, line.values) else "same"
    else:
        line.pending = True
    if line.pending and (line.unit.pk, line.id_index) in waiting:
        line.outcome = "same"


def differs(person: tuple[Any, ...], values: dict[str, Any]) -> bool:
    """Whether a roster's given values say something else than the register; nothing given says nothing."""
    for name, at in WHERE.items():
        given = values.get(name)
        if given is not None and given != "" and given != person[at]:
            return True
    mobile: str = values.get("mobile") or ""
    return bool(mobile) and blind_many([mobile], "mobile", keys(), profile())[0] != bytes(person[3] or b"")


WHERE = {name: 4 + at for at, name in enumerate(PLAIN)} | {
    name: 13 + at for at, name in enumerate(OF_MEMBERSHIP)
}


def outcomes(lines: Sequence[Line]) -> pl.DataFrame:
    rows = [(one.row, "wrong" if one.reason else one.outcome, one.column, one.reason) for one in lines]
    return pl.DataFrame(rows, schema=OUTCOME, orient="row")


def keep_pending(lines: Sequence[Line], today: date) -> None:
    """Keep what the roster says as that union's own entry, sealed, until somebody above settles it."""
    entries = []
    for line in lines:
        entry = RosterEntry(
            unit=line.unit,
            path=line.unit.path,
            name=line.values["name"],
            id_index=line.id_index,
            received_on=today,
        )
        entry.particulars = json.dumps(line.values, ensure_ascii=False, default=str)
        entries.append(entry)
    RosterEntry.objects.bulk_create(entries, batch_size=2_000, ignore_conflicts=True)


def _known(people: list[UUID]) -> dict[bytes, tuple[Any, ...]]:
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [people])
        return {bytes(row[0]): row for row in cursor.fetchall()}


def _waiting(lines: Sequence[Line]) -> set[tuple[int, bytes]]:
    units = {line.unit.pk for line in lines}
    found = RosterEntry.objects.filter(unit_id__in=units, settled_on=None).values_list("unit_id", "id_index")
    return {(unit, bytes(index)) for unit, index in found}


def _employers(names: set[str]) -> dict[str, UUID]:
    """Employers in reach by the name rosters write; a name that two share names neither."""
    found: dict[str, UUID | None] = {}
    for name, pk in Employer.objects.filter(name__in=names - {""}).values_list("name", "pk"):
        found[name] = None if name in found else pk
    return {name: pk for name, pk in found.items() if pk}
