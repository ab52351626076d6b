"""Putting people into the register, one or a hundred thousand, by one set of statements.

Every way in (form, API, roster, settling) ends here, so that a person entered alone and the same person
in a roster make equal rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from gonghui.kernel.identifiers import resident_id
from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.ids import new_id
from gonghui.kernel.secrets.blind import blind_many
from gonghui.kernel.secrets.envelope import encrypt_many
from gonghui.kernel.secrets.fields import bound_to, keys, profile
from gonghui.kernel.units.models import Unit

PERSON = [
    "id",
    "unit_id",
    "path",
    "name",
    "tokens",
    "sex",
    "birth_year",
    "id_type",
    "id_number",
    "id_index",
    "mobile",
    "mobile_index",
    "ethnicity",
    "education",
    "skill_level",
    "political_status",
    "hukou",
    "is_migrant",
    "groups",
]
MEMBERSHIP = [
    "id",
    "person_id",
    "unit_id",
    "path",
    "employer_id",
    "workplace",
    "employment",
    "job",
    "number",
    "is_retained",
    "since",
]
EVENT = ["id", "membership_id", "unit_id", "path", "change", "reason", "on"]


@dataclass(slots=True)
class Newcomer:
    """One person about to enter a union's register; ``values`` as the register's columns name them."""

    unit: Unit
    values: dict[str, Any]
    id_index: bytes
    employer_id: UUID | None = None
    id: UUID = field(default_factory=new_id)
    membership_id: UUID = field(default_factory=new_id)


@transaction.atomic
def enter(newcomers: Sequence[Newcomer], on: date, change: str = "1") -> set[UUID]:
    """Insert persons, memberships and their first event; returns who got in.

    Somebody whose number is already known anywhere is left out, in silence: that was settled before, or a
    moment ago by somebody else.
    """
    if not newcomers:
        return set()
    with connection.cursor() as cursor:
        _stage(cursor, "new_person", "members_person", PERSON, _person_rows(newcomers))
        listed = ", ".join(PERSON)
        cursor.execute(
            f"INSERT INTO members_person ({listed}) SELECT {listed} FROM new_person "
            "ON CONFLICT (id_index) DO NOTHING RETURNING id"
        )
        entered = {row[0] for row in cursor.fetchall()}
        admitted = [one for one in newcomers if one.id in entered]
        _insert(cursor, "members_membership", MEMBERSHIP, _membership_rows(admitted, on))
        _insert(cursor, "members_membershipevent", EVENT, _event_rows(admitted, on, change))
    return entered


def admit(newcomers: Sequence[Newcomer], on: date, change: str = "1") -> None:
    """Memberships for persons already on file (``Newcomer.id`` is theirs)."""
    with connection.cursor() as cursor:
        _insert(cursor, "members_membership", MEMBERSHIP, _membership_rows(newcomers, on))
        _insert(cursor, "members_membershipevent", EVENT, _event_rows(newcomers, on, change))


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    _stage(cursor, f"new_{table}", table, columns, rows)
    listed = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {listed} FROM new_{table}")


def _stage(
    cursor: Any, temporary: str, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Rows into a temporary table: COPY straight into a table under row-level security is refused."""
    listed = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(f"DROP TABLE IF EXISTS {temporary}")
    cursor.execute(
        f"CREATE TEMP TABLE {temporary} ON COMMIT DROP AS SELECT {listed} FROM {table} WITH NO DATA"
    )
    with connection.wrap_database_errors, cursor.copy(f"COPY {temporary} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _person_rows(newcomers: Sequence[Newcomer]) -> list[tuple[Any, ...]]:
    numbers = [one.values["id_number"] for one in newcomers]
    mobiles = [one.values.get("mobile") or "" for one in newcomers]
    sealed_numbers = seal(numbers, "id_number", newcomers)
    sealed_mobiles = seal(mobiles, "mobile", newcomers)
    mobile_indexes = indexes(mobiles, "mobile")
    ends = zip(lasts(numbers), lasts(mobiles), strict=True)
    return [
        (
            one.id, one.unit.pk, one.unit.path, one.values["name"],
            array([*search_tokens(one.values["name"]), *filter(None, end)]),
            *sex_and_year(one.values), one.values.get("id_type") or "1", number, one.id_index, mobile, mobile_index,
            *(one.values.get(name) or "" for name in ("ethnicity", "education", "skill_level")),
            *(one.values.get(name) or "" for name in ("political_status", "hukou")),
            bool(one.values.get("is_migrant")), array(one.values.get("groups") or []),
        )
        for one, number, mobile, mobile_index, end in zip(
            newcomers, sealed_numbers, sealed_mobiles, mobile_indexes, ends, strict=True
        )
    ]  # fmt: skip


def array(texts: Sequence[str]) -> str:
    """A text array as COPY reads it; ours hold no quotes, but a name may hold anything some day."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def _membership_rows(newcomers: Sequence[Newcomer], on: date) -> list[tuple[Any, ...]]:
    return [
        (
            one.membership_id, one.id, one.unit.pk, one.unit.path, one.employer_id,
            one.values.get("workplace") or "", one.values.get("employment") or "1", one.values.get("job") or "",
            one.values.get("number") or "", False, one.values.get("since") or on,
        )
        for one in newcomers
    ]  # fmt: skip


def _event_rows(newcomers: Sequence[Newcomer], on: date, change: str) -> list[tuple[Any, ...]]:
    return [
        (new_id(), one.membership_id, one.unit.pk, one.unit.path, change, "", one.values.get("since") or on)
        for one in newcomers
    ]


def seal(texts: Sequence[str], column: str, newcomers: Sequence[Newcomer]) -> list[bytes | None]:
    """Encrypted, each bound to its person's row; None where nothing was given."""
    bindings = [bound_to("members_person", column, one.id) for one in newcomers]
    sealed = encrypt_many([text.encode() for text in texts], bindings, keys(), profile())
    return [cipher if text else None for text, cipher in zip(texts, sealed, strict=True)]


def indexes(texts: Sequence[str], purpose: str) -> list[bytes | None]:
    """Blind indexes, None where there is no text."""
    found = blind_many([text or "-" for text in texts], purpose, keys(), profile())
    return [index if text else None for text, index in zip(texts, found, strict=True)]


def lasts(texts: Sequence[str]) -> list[str | None]:
    """The token by which the last four characters of a number are found."""
    found = blind_many([text[-4:] or "-" for text in texts], "last4", keys(), profile())
    return [f"x:{index.hex()}" if text else None for text, index in zip(texts, found, strict=True)]


def sex_and_year(values: dict[str, Any]) -> tuple[str, int | None]:
    """Read off a resident's number; only other documents leave something to be asked."""
    if (values.get("id_type") or "1") == "1":
        number = values["id_number"]
        return resident_id.sex(number), int(number[6:10])
    return values.get("sex") or "0", None
