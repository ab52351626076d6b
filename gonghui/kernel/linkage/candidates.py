"""One row as it is compared."""

from __future__ import annotations

from typing import TypedDict


class Candidate(TypedDict):
    """One row as it is compared. Nothing here may be secret: a mobile number is its keyed hash, in hexadecimal."""

    id: str
    name: str
    born_year: int | None
    birthday: str | None  # "03-05"
    sex: str | None
    phone: str | None
    employer: str | None
    place: str | None
