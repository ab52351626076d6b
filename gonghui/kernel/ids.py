"""Row keys made before the row: time-ordered, unguessable, usable as the binding of a cipher."""

from __future__ import annotations

from uuid import UUID

import uuid_utils
from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7."""
    return uuid7()


def new_ids(count: int) -> list[str]:
    """Many UUIDv7 as text, in ascending order."""
    return [str(uuid_utils.uuid7()) for _ in range(count)]
