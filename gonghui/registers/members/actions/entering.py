"""Putting people into the register, one or a hundred thousand, by one set of statements.

Every way in (form, API, roster, settling) ends here, so that a person entered alone and the same person
in a roster make equal rows. The lines are copied into a temporary table (COPY straight into a table under
row-level security is refused) and go from there to their three tables.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.db import IntegrityError, connection, transaction

from gonghui.kernel.register import ahead
from gonghui.kernel.secrets.columns import as_bytea
from gonghui.registers.members.actions.sealing import SEALED, placed, sealed

Lines = pl.DataFrame  # canonical text, as ``sealing`` describes; with unit_id and path
NOT_GIVEN: dict[str, str | None] = {
    "sex": "0", "birth_year": None, "id_type": "1", "ethnicity": "", "education": "", "skill_level": "",
    "political_status": "", "hukou": "", "native_place": "", "title": "", "worked_since": None, "is_migrant": "0", "groups": "{}",
    "employer_id": None, "workplace": "", "employment": "1", "job": "", "number": "",
}  # fmt: skip
PERSON = (
    "id", "unit_id", "path", "name", "tokens", "sex", "birth_year", "id_type", "id_number", "id_index", "mobile",
    "mobile_index", "ethnicity", "education", "skill_level", "political_status", "hukou", "native_place", "title", "worked_since", "is_migrant", "groups",
    "birth_date", "home_address", "hukou_place", "marital", "note",
)  # fmt: skip
OF_MEMBERSHIP = ("employer_id", "workplace", "employment", "job", "number", "since")
PLACED = ("id", "unit_id", "path", *OF_MEMBERSHIP, "membership_id", "event_id")
DEFAULTED = [name for name, text in NOT_GIVEN.items() if text is not None] + ["since"]
STAGE = f"""
DROP TABLE IF EXISTS newcomer;
CREATE TEMP TABLE newcomer ON COMMIT DROP AS
SELECT {", ".join(f"p.{name}" for name in PERSON)}, {", ".join(f"m.{name}" for name in OF_MEMBERSHIP)},
       m.id AS membership_id, e.id AS event_id
FROM members_person p, members_membership m, members_membershipevent e WITH NO DATA;
ALTER TABLE newcomer {", ".join(f"ALTER {name} SET DEFAULT %s" for name in DEFAULTED)}
"""
INTO_PERSON = f"""
INSERT INTO members_person ({", ".join(PERSON)}) SELECT {", ".join(PERSON)} FROM newcomer
"""
UNLESS_KNOWN = " ON CONFLICT (id_index) DO NOTHING"
LEFT_OUT = """
DELETE FROM newcomer n WHERE NOT EXISTS (SELECT FROM members_person p WHERE p.id = n.id) RETURNING n.id::text
"""
INTO_MEMBERSHIP = f"""
INSERT INTO members_membership (id, person_id, unit_id, path, is_retained, {", ".join(OF_MEMBERSHIP)})
SELECT membership_id, id, unit_id, path, false, {", ".join(OF_MEMBERSHIP)} FROM newcomer
"""
INTO_EVENT = """
INSERT INTO members_membershipevent (id, membership_id, unit_id, path, change, reason, "on")
SELECT event_id, membership_id, unit_id, path, %s, '', since FROM newcomer
"""


@transaction.atomic
def enter(people: Lines, on: date, change: str = "1") -> set[str]:
    """Insert persons, memberships and their first event; returns the ``id`` of everybody who got in.

    Somebody whose number is already known anywhere is left out, in silence: that was settled before, or a
    moment ago by somebody else.
    """
    if not people.height:
        return set()
    ready = people if "event_id" in people.columns else sealed(people)
    with connection.cursor() as cursor:
        _stage(cursor, _person(ready), {*PERSON, *PLACED}, on)
        ahead.meanwhile()
        left_out = _into_person(cursor)
        cursor.execute(INTO_MEMBERSHIP)
        cursor.execute(INTO_EVENT, [change])
    return set(ready["id"]) - left_out


@transaction.atomic
def admit(people: Lines, on: date, change: str = "1") -> None:
    """Memberships for persons already on file (``id`` is theirs)."""
    if not people.height:
        return
    with connection.cursor() as cursor:
        _stage(cursor, placed(people), {*PLACED}, on)
        cursor.execute(INTO_MEMBERSHIP)
        cursor.execute(INTO_EVENT, [change])


def _person(ready: Lines) -> Lines:
    """Numbers and the like leave in their sealed form, and in no other."""
    sealed_columns = [name for name in ready.columns if name.startswith("sealed_")]
    hidden = [ready[name].alias(name.removeprefix("sealed_")) for name in sealed_columns]
    open_ = [name for name in SEALED if name in ready.columns]
    return ready.drop(open_).with_columns(*hidden, as_bytea(ready["id_index"]))


def _stage(cursor: Any, people: Lines, names: set[str], on: date) -> None:
    """Copy these columns of the lines into the temporary table, with what stands there when nothing is given."""
    instead = NOT_GIVEN | {"since": on.isoformat()}
    given = [name for name in people.columns if name in names]
    if "groups" in given:
        people = people.with_columns(groups=pl.format("{{{}}}", pl.col("groups").fill_null("")))
    staged = people.select(_or(name, instead[name]) if name in instead else name for name in given)
    cursor.execute(STAGE, [instead[name] for name in DEFAULTED])
    copy_in = f"COPY newcomer ({', '.join(given)}) FROM STDIN (FORMAT csv)"
    with connection.wrap_database_errors, cursor.copy(copy_in) as copy:
        copy.write(staged.write_csv(include_header=False).encode())


def _or(name: str, instead: str | None) -> pl.Expr:
    """What stands in a column where nothing is given; no text and an empty text are the same."""
    text = pl.col(name)
    return pl.when(text.fill_null("") == "").then(pl.lit(instead, pl.String)).otherwise(text).alias(name)


def _into_person(cursor: Any) -> set[str]:
    """Returns the ids of those whose number is known already. Asking for that costs, so it is asked when needed."""
    try:
        with transaction.atomic():
            cursor.execute(INTO_PERSON)
    except IntegrityError:
        cursor.execute(INTO_PERSON + UNLESS_KNOWN)
        cursor.execute(LEFT_OUT)
        return {row[0] for row in cursor.fetchall()}
    return set()
