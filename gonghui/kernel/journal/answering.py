"""How much a form asked before something was done: noted with the deed, as two numbers and nothing of what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from gonghui.kernel.reach.actor import Actor

ASKED, KNOWN = "asked", "known"  # the details any verb may keep


@dataclass
class Form:
    """What one person was asked: ``asked`` fields, ``known`` of them already filled in when the page opened."""

    account_id: int
    asked: int
    known: int
    noted: bool = False


_now: ContextVar[Form | None] = ContextVar("answering", default=None)


@contextmanager
def answering(actor: Actor, asked: int, known: int) -> Iterator[None]:
    """What is done inside was done by answering such a form; the first thing noted of this person carries the numbers."""
    token = _now.set(Form(actor.account_id, asked, known))
    try:
        yield
    finally:
        _now.reset(token)


def of_form(actor: Actor) -> dict[str, int]:
    """The details to add to what is being noted; once for a form."""
    form = _now.get()
    if form is None or form.noted or not form.asked or form.account_id != actor.account_id:
        return {}
    form.noted = True
    return {ASKED: form.asked, KNOWN: form.known}
