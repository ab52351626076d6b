"""Check a whole column at the speed of the machine, in the words of the check for one value.

Two steps: vector expressions vouch for the rows that are certainly right; every other row is
explained by the scalar check, once per distinct value. So a column can never say anything that a
single value would not be told.
"""

from __future__ import annotations

from collections.abc import Callable

import polars

Explain = Callable[[str], str | None]  # text -> why it is wrong, or None


def reasons(texts: polars.Series, vouched: polars.Series, explain: Explain) -> polars.Series:
    """Why each row is wrong; null where it is right, and where the row itself is null (nothing given).

    ``vouched``: booleans, true where the text is certainly right; null counts as false.
    """
    doubtful = texts.filter(~vouched.fill_null(False)).drop_nulls().unique()
    said = polars.Series([explain(text) for text in doubtful], dtype=polars.String)
    return texts.replace_strict(doubtful, said, default=None, return_dtype=polars.String).alias("reason")


def distinct_reasons(texts: polars.Series, explain: Explain) -> polars.Series:
    """The same without vector expressions: for columns where few values repeat often."""
    return reasons(texts, polars.repeat(False, len(texts), dtype=polars.Boolean, eager=True), explain)
