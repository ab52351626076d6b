"""What somebody signed in may read of themselves. None of these takes a person: the database knows whose session it is."""

from __future__ import annotations

import hmac
from typing import Any
from uuid import UUID

from django.db import connection

from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members.models import Person


def whose(mobile: str, last_four: str) -> UUID | None:
    """Whose number this is, when the document's last four characters are right too; None when nobody's or two people's.

    A number given up is given to somebody else after some months: the number alone proves nothing.
    """
    rows = Person.objects.raw("SELECT id, id_number FROM own_found(%s)", [index_of(mobile, "mobile")])
    wanted = last_four.upper().encode()
    found = [row.pk for row in rows if row.id_number and hmac.compare_digest(row.id_number.reveal()[-4:].upper().encode(), wanted)]  # fmt: skip
    return found[0] if len(found) == 1 else None


def person() -> Person | None:
    """The file of whoever is signed in; None when it is gone."""
    return next(iter(Person.objects.raw("SELECT * FROM own_person()")), None)


def memberships() -> list[dict[str, Any]]:
    """The open one first."""
    return _rows("SELECT * FROM own_memberships()")


def unions() -> list[dict[str, Any]]:
    """Where the file lies, and those above, the nearest first: name, office phone, address."""
    return _rows("SELECT * FROM own_unions()")


def _rows(statement: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [one.name for one in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
