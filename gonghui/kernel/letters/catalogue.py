"""Which letters there are, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from gonghui.kernel.reach.actor import Actor

HIMSELF = "本人"


@dataclass(frozen=True)
class Put:
    """A letter as it is taken in. ``subject``: who put it in, and whom it is about; None: a guest, who has ``receipt``.
    ``at``: when it was put in.
    """

    id: UUID
    subject: UUID | None
    receipt: bytes | None
    content: dict[str, Any]
    at: datetime

    @property
    def own(self) -> UUID:
        """Who put it in, of a kind that only somebody signed in can put in."""
        if self.subject is None:
            raise ValidationError("要先登录")
        return self.subject


Taker = Callable[[Put, Actor, datetime], None]
TAKERS: dict[str, tuple[str, Taker]] = {}


def letter(kind: str, label: str) -> Callable[[Taker], Taker]:
    """Declare what becomes of a kind of letter: ``function(put, actor, now)``, in one transaction, once; ``actor`` is the
    program. ``MoveRefused`` or ``ValidationError`` says to the person why nothing came of it.
    """

    def declare(function: Taker) -> Taker:
        if kind in TAKERS:
            raise ValueError(f"{kind} is declared twice")
        TAKERS[kind] = (label, function)
        return function

    return declare
