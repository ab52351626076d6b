"""Calling the functions that find rows by their search tokens (``policies.finder`` makes them)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.expressions import RawSQL


def found_by(function: str, wanted: Sequence[str], whole: str = "") -> RawSQL:
    """The keys of the rows in reach that carry all tokens ``wanted``, or hold ``whole`` as it stands.

    Below a row policy the index over tokens cannot be used, since array containment is not leakproof; the function
    looks past the policy and checks the reach itself.
    """
    return RawSQL(f"SELECT {function}(%s::text[], %s)", [list(wanted), whole])
