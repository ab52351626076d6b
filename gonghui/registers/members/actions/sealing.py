"""What follows from people's particulars alone, column by column, before the database is asked anything.

``lines`` hold canonical text under the names of the register's columns, one line per person; empty or null where
nothing is given. A form's one person and a roster's hundred thousand go through the same expressions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from gonghui.kernel.identifiers import documents
from gonghui.kernel.identifiers.names import name_words
from gonghui.kernel.ids import new_ids
from gonghui.kernel.secrets.columns import as_bytea, index_column, seal_column
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.selectors import LAST_BYTES, purpose_of

SEALED = ("id_number", "mobile", "birth_date", "home_address", "hukou_place", "marital", "note")


def keyed(lines: pl.DataFrame) -> pl.DataFrame:
    """``id_index`` beside each line: what people are told apart by; sex and birth as far as they are told.

    A number that tells the sex and the date of birth is believed before what somebody typed beside it.
    """
    missing = [
        pl.lit(None, pl.String).alias(name)
        for name in ("id_type", "sex", "birth_date")
        if name not in lines.columns
    ]
    lines = lines.with_columns(missing).with_columns(
        id_type=pl.when(pl.col("id_type").fill_null("") == "").then(pl.lit("1")).otherwise("id_type")
    )
    told = pl.format("{}:{}", "id_type", "id_number").str.contains(documents.TELLING)
    number = pl.col("id_number")
    male = number.str.slice(16, 1).is_in(["1", "3", "5", "7", "9"])
    return lines.with_columns(
        sex=pl.when(told).then(pl.when(male).then(pl.lit("1")).otherwise(pl.lit("2"))).otherwise("sex"),
        birth_year=pl.when(told).then(number.str.slice(6, 4)).otherwise(pl.col("birth_date").str.slice(0, 4)),
        birth_date=pl.when(~told).then("birth_date"),
        id_index=_id_index(lines),
    )


def _id_index(lines: pl.DataFrame) -> pl.Series:
    found = pl.Series([None] * lines.height, dtype=pl.Binary)
    for code in lines["id_type"].unique():
        mine = lines["id_type"] == code
        part = index_column(lines["id_number"].set(~mine, None), purpose_of(code))
        found = found.zip_with(~mine, part)
    return found


def sealed(lines: pl.DataFrame) -> pl.DataFrame:
    """Keyed lines with all that the register keeps of newcomers and that nobody types."""
    ids = pl.Series("id", new_ids(lines.height), dtype=pl.String)
    found = [_sealed(lines, name, ids) for name in SEALED if name in lines.columns]
    return placed(lines).with_columns(ids, *found, tokens(lines), _mobile_index(lines))


def placed(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with the keys their membership and its first event will have."""
    keys = [pl.Series(name, new_ids(lines.height), dtype=pl.String) for name in ("membership_id", "event_id")]
    return lines.with_columns(keys)


def _sealed(lines: pl.DataFrame, name: str, ids: pl.Series) -> pl.Series:
    return seal_column(lines[name], "members_person", name, ids).alias(f"sealed_{name}")


def _mobile_index(lines: pl.DataFrame) -> pl.Series:
    if "mobile" not in lines.columns:
        return pl.Series("mobile_index", [None] * lines.height, dtype=pl.String)
    return as_bytea(index_column(lines["mobile"], "mobile")).alias("mobile_index")


def tokens(lines: pl.DataFrame) -> pl.Series:
    """Search words as a text search vector's text: of the name, and of the last four characters of both numbers."""
    names = lines["name"].unique()
    words = pl.Series([vector(name_words(name)) for name in names], dtype=pl.String)
    parts = [lines["name"].replace_strict(names, words, return_dtype=pl.String)]
    parts += [last_tokens(lines[name]) for name in ("id_number", "mobile") if name in lines.columns]
    return pl.select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series().alias("tokens")


def last_tokens(texts: pl.Series) -> pl.Series:
    """What the last four characters are found by, without being readable; null where there is no text."""
    found = index_column(texts.fill_null("").str.slice(-4), "last4", few=True)
    return ("'x:" + found.bin.encode("hex").str.head(2 * LAST_BYTES) + "'").alias(texts.name)


def vector(words: Sequence[str]) -> str:
    """A text search vector as PostgreSQL reads it; ours hold no quotes, but a name may hold anything some day."""
    if (all_ := "".join(words)) and "'" not in all_ and "\\" not in all_:
        return "'" + "' '".join(words) + "'"
    return " ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words)


def newcomers(people: Iterable[tuple[Unit, Mapping[str, Any]]]) -> pl.DataFrame:
    """Keyed lines of people who come in, each with the union they go to."""
    return keyed(lines_of(people))


def lines_of(people: Iterable[tuple[Unit, Mapping[str, Any]]]) -> pl.DataFrame:
    """Lines from values as actions get them: dates, booleans, lists."""
    texts = [{"unit_id": str(unit.pk), "path": unit.path} | _canonical(values) for unit, values in people]
    names = dict.fromkeys(name for one in texts for name in one)
    return pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String))


def _canonical(values: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: canonical(value) for name, value in values.items()}


def canonical(value: Any) -> str | None:
    """One value as a cleaned cell says it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(value) if isinstance(value, list | tuple) else str(value)
