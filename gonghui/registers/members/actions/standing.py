"""Who is known already, where, and whether a roster says something else than the register."""

from __future__ import annotations

import polars as pl
from django.db import connection

from gonghui.kernel.secrets.columns import index_column, open_column
from gonghui.registers.members import selectors
from gonghui.registers.members.actions.sealing import SEALED

PLAIN = (
    "name", "ethnicity", "education", "skill_level", "political_status", "hukou", "native_place", "title",
    "worked_since", "is_migrant", "groups",
)  # fmt: skip
OPENED = tuple(name for name in SEALED if name not in {"id_number", "mobile"})  # compared after opening
OF_MEMBERSHIP = ("workplace", "employment", "job", "number", "since")
AS_TEXT = {"is_migrant": "p.is_migrant::int", "groups": "array_to_string(p.groups, ',')"}
KNOWN = {
    "id_index": "encode(c.id_index, 'hex')",
    "person_id": "c.person_id",
    "known_unit_id": "p.unit_id",
    "open_id": "m.id",
    "known_mobile": "encode(p.mobile_index, 'hex')",
    **{f"known_{name}": f"encode(p.{name}, 'hex')" for name in OPENED},
    **{f"known_{name}": AS_TEXT.get(name, f"p.{name}") for name in PLAIN},
    **{f"known_{name}": f"m.{name}" for name in OF_MEMBERSHIP},
}
# Person by person: the planner cannot know how far a reach goes and would join with all the members in it each time.
STANDING = f"""
COPY (
    SELECT {", ".join(KNOWN.values())}
    FROM members_classify(ARRAY(SELECT decode(h, 'hex') FROM unnest(string_to_array(%s, ',')) h), %s) c
    LEFT JOIN LATERAL (SELECT * FROM members_person p WHERE p.id = c.person_id OFFSET 0) p ON true
    LEFT JOIN LATERAL (
        SELECT * FROM members_membership m WHERE m.person_id = p.id AND m.until IS NULL OFFSET 0
    ) m ON true
) TO STDOUT (FORMAT csv)
"""


def standing(indexes: pl.Series) -> pl.DataFrame:
    """One line for everybody known anywhere in the database; particulars only for those in reach."""
    asked = ",".join(indexes.bin.encode("hex"))
    words = [asked, selectors.HOURLY_LOOKUPS]
    with (
        selectors.within_the_hour(),
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(STANDING, words) as copy,
    ):
        written = b"".join(bytes(piece) for piece in copy)
    schema = dict.fromkeys(KNOWN, pl.String)
    known = pl.read_csv(written, has_header=False, schema=schema) if written else pl.DataFrame(schema=schema)
    return known.with_columns(pl.col("id_index").str.decode("hex"), is_known=pl.lit(value=True))


def differing(members: pl.DataFrame) -> pl.Series:
    """The ``row`` of every member of whom a line says something new; nothing given says nothing."""
    given = [name for name in (*PLAIN, *OF_MEMBERSHIP) if name in members.columns]
    said: list[pl.Expr | pl.Series] = [
        _given(name) & (pl.col(name) != pl.col(f"known_{name}").fill_null("")) for name in given
    ]
    if "mobile" in members.columns:
        mobile = index_column(members["mobile"], "mobile").bin.encode("hex")
        said.append(_given("mobile") & (mobile != members["known_mobile"].fill_null("")))
    said += [_opened_differs(members, name) for name in OPENED if name in members.columns]
    return members.filter(pl.any_horizontal(pl.lit(value=False), *said))["row"]


def _opened_differs(members: pl.DataFrame, name: str) -> pl.Series:
    """Only where something is given is the register's own cipher opened."""
    given = members[name].fill_null("") != ""
    cipher = members[f"known_{name}"].str.decode("hex").set(~given, None)
    known = open_column(cipher, "members_person", name, members["person_id"]).fill_null("")
    return given & (members[name].fill_null("") != known)


def _given(name: str) -> pl.Expr:
    return pl.col(name).fill_null("") != ""
