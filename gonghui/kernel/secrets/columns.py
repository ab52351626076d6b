"""A whole column encrypted, opened or indexed: what ``fields`` does to one value of one row.

Cells without text stay null. Cipher texts and indexes leave as PostgreSQL writes bytes in text (``\\x0a1b…``), ready
to be copied into a table.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from gonghui.kernel.secrets.blind import blind_many
from gonghui.kernel.secrets.envelope import decrypt_many, encrypt_many
from gonghui.kernel.secrets.fields import keys, profile


def seal_column(texts: pl.Series, table: str, column: str, ids: pl.Series) -> pl.Series:
    """Each text encrypted and bound to its own row of ``table`` (``ids``: the rows' keys as text)."""
    given = _given(texts)
    plain = [text.encode() for text in texts.filter(given)]
    sealed = encrypt_many(plain, _bindings(table, column, ids.filter(given)), keys(), profile())
    return _spread(as_bytea(pl.Series(sealed, dtype=pl.Binary)), given)


def open_column(ciphers: pl.Series, table: str, column: str, ids: pl.Series) -> pl.Series:
    """The texts behind cipher texts (binary, null where there is none); ``Tampered`` if one was moved."""
    given = ciphers.is_not_null()
    bindings = _bindings(table, column, ids.filter(given))
    plain = decrypt_many(ciphers.filter(given).to_list(), bindings, keys())
    return _spread(pl.Series([text.decode() for text in plain], dtype=pl.String), given)


def index_column(texts: pl.Series, purpose: str, *, few: bool = False) -> pl.Series:
    """The blind index (16 bytes) of each text; texts that repeat often are hashed once.

    ``few``: there are so few different texts at all (four digits, say) that they are remembered for the next column.
    """
    distinct = texts.filter(_given(texts)).unique()
    if few:
        key_id = keys().current_key_id("index")
        indexes = [_remembered(text, purpose, key_id) for text in distinct]
    else:
        indexes = blind_many(distinct, purpose, keys(), profile())
    found = pl.Series(indexes, dtype=pl.Binary)
    return texts.replace_strict(distinct, found, default=None, return_dtype=pl.Binary)


@lru_cache(50_000)
def _remembered(text: str, purpose: str, key_id: bytes) -> bytes:
    return blind_many([text], purpose, keys(), profile(), key_id=key_id)[0]


def as_bytea(found: pl.Series) -> pl.Series:
    """Bytes as PostgreSQL reads them from text."""
    return ("\\x" + found.bin.encode("hex")).alias(found.name)


def _given(texts: pl.Series) -> pl.Series:
    return texts.fill_null("") != ""


def _bindings(table: str, column: str, ids: pl.Series) -> list[bytes]:
    start = f"{table}.{column}:"
    return [(start + key).encode() for key in ids]


def _spread(values: pl.Series, given: pl.Series) -> pl.Series:
    """Values back at the places where ``given`` is true, null elsewhere."""
    if len(values) == len(given):
        return values
    return values.gather((given.cum_sum().cast(pl.Int64) - 1).set(~given, None))
