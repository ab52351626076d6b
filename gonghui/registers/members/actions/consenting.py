"""Consent: each purpose agreed to in its own row, and taken back as easily."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Consent, Person
from gonghui.registers.members.selectors import files_of

GIVE = verb("members.consent", "记下同意", "name")
WITHDRAW = verb("members.withdraw_consent", "记下撤回同意", "name")


@transaction.atomic
def give_consents(
    *, actor: Actor, unit: Unit, id_index: bytes, given: Iterable[dict[str, str]], at: datetime
) -> list[Consent]:
    """``given``: purpose, version, digest, channel of each. ``at``: when the boxes were ticked."""
    made = [Consent(unit=unit, id_index=id_index, given_at=at, **one) for one in given]
    for one in made:
        one.full_clean(exclude=["path"])
        one.save(force_insert=True)
        record(actor, GIVE, one, unit_id=unit.pk, name=one.purpose)
    return made


@transaction.atomic
def withdraw_consent(*, actor: Actor, person: Person, purpose: str, now: datetime) -> int:
    """Everything this person agreed to for ``purpose`` is taken back, under whichever of their files; returns how many rows."""
    standing = Consent.objects.visible_to(actor).filter(
        id_index__in=files_of(person.pk).values(), purpose=purpose, withdrawn_at=None
    )
    found = list(standing.select_for_update())
    for one in found:
        one.withdrawn_at = now
        one.save(update_fields=["withdrawn_at"])
        record(actor, WITHDRAW, one, unit_id=one.unit_id, name=purpose)
    return len(found)
