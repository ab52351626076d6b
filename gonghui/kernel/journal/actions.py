"""Writes the journal, in the transaction of the change, from a closed list of verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from gonghui.kernel.journal.answering import of_form
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.actor import Actor


@dataclass(frozen=True)
class Verb:
    """A thing that can be done, as people say it, and the only details that may be kept of it."""

    key: str
    label: str
    keeps: frozenset[str]


VERBS: dict[str, Verb] = {}


def verb(key: str, label: str, *keeps: str) -> str:
    """Declare a verb. Details outside ``keeps`` are refused, so that no personal answer slips in."""
    VERBS[key] = Verb(key, label, frozenset(keeps))
    return key


def record(
    actor: Actor, key: str, subject: models.Model | str, *, unit_id: int | None, **detail: Any
) -> Entry:
    """Write what ``actor`` did to ``subject`` (a row, or a word such as "session")."""
    if not connection.in_atomic_block:
        raise RuntimeError("journal.record must share the transaction of the change it records")
    if unknown := detail.keys() - VERBS[key].keeps:
        raise ValueError(f"{key} does not keep {sorted(unknown)}")
    return Entry.objects.create(
        account_id=actor.account_id,
        actor_name=actor.name,
        role=actor.role_label,
        unit_id=unit_id,
        verb=key,
        subject=name_of(subject),
        detail=detail | of_form(actor),
    )


def name_of(subject: models.Model | str) -> str:
    return subject if isinstance(subject, str) else f"{subject._meta.label_lower}:{subject.pk}"
