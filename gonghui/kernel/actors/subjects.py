"""Whoever signed in to see what is kept about them: known by the session alone, never an account, never a post."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.middleware.csrf import rotate_token

from gonghui.kernel.http import Request

IN_SESSION = "subject"
IDLE = timedelta(minutes=30)  # phones are shared
FRESH = timedelta(minutes=1)  # how exactly the last click is kept, so that not every page writes the session


def enter(request: Request, pk: UUID, now: datetime) -> None:
    """From here on this session is the person's; whatever it was before, an office's too, is over."""
    request.session.flush()
    rotate_token(request)
    request.session[IN_SESSION] = {"pk": str(pk), "at": now.isoformat()}


def leave(request: Request) -> None:
    """Nothing of the person stays behind, drafts included."""
    request.session.flush()


def subject_of(request: Request, now: datetime) -> UUID | None:
    """Who this session belongs to; None when nobody has clicked for half an hour."""
    kept = request.session.get(IN_SESSION)
    if not kept:
        return None
    idle = now - datetime.fromisoformat(kept["at"])
    if idle > IDLE:
        request.session.flush()
        return None
    if idle > FRESH:
        request.session[IN_SESSION] = {"pk": kept["pk"], "at": now.isoformat()}
    return UUID(kept["pk"])
