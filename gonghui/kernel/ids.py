"""Row keys made before the row: time-ordered, unguessable, usable as the binding of a cipher."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7."""
    return uuid7()
