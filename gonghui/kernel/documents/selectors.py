"""Reads of documents: those in sight, those of a matter, and what anybody may know of one whose code they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from gonghui.kernel.documents.models import OfficialDocument
from gonghui.kernel.documents.paper import KINDS
from gonghui.kernel.process.moving import LETTERS
from gonghui.kernel.process.selectors import items
from gonghui.kernel.reach.actor import Actor

READ_AS = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "U": "V", "-": "", " ": "", "\u3000": "", "—": "", "－": ""}
)
CODE_LENGTH = 12


def documents(actor: Actor) -> QuerySet[OfficialDocument]:
    """Those in sight: for who may not read documents at all, only those of the matters they may read."""
    seen = OfficialDocument.objects.visible_to(actor)
    return seen if actor.may("documents.read") else seen.filter(item__in=items(actor).values("pk"))


def of_matter(actor: Actor, item_id: UUID) -> list[OfficialDocument]:
    """The documents that belong to a matter, oldest first."""
    return list(documents(actor).filter(item_id=item_id).order_by("signed_on", "pk"))


@dataclass(frozen=True)
class Verified:
    """What the public page tells of a document."""

    kind: str
    number: str
    office: str
    title: str
    signed_on: date
    void: bool
    sha256: str


def plain_code(text: str) -> str:
    """The code as it is stored; empty when it cannot be one."""
    code = text.upper().translate(READ_AS)
    return code if len(code) == CODE_LENGTH and not set(code) - set(LETTERS) else ""


def verified(text: str) -> Verified | None:
    """The document with this code, for whoever holds it; nothing else can be found out this way."""
    code = plain_code(text)
    if not code:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, number, office, title, signed_on, state = 'void', sha256 FROM documents_verified(%s)",
            [code],
        )
        found = cursor.fetchone()
    return Verified(KINDS[found[0]].label, *found[1:]) if found else None
