"""发文字号: one sequence for an office, a code and a year; given at signing, without gaps, never twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gonghui.kernel.documents.models import NumberSequence
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit


@dataclass(frozen=True)
class Number:
    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        """六角括号, the whole year, no leading zeros and no 第."""
        return f"{self.code}〔{self.year}〕{self.serial}号"


@transaction.atomic
def allot(*, actor: Actor, unit: Unit, code: str, on: date) -> Number:
    """The next number. It counts only if the document that has it is written in the same transaction: whoever
    asks at the same time waits, and a transaction that fails gives its number back.
    """
    NumberSequence.objects.bulk_create(
        [NumberSequence(unit=unit, code=code, year=on.year)], ignore_conflicts=True
    )
    row = NumberSequence.objects.visible_to(actor).select_for_update(of=("self",))
    found = row.get(unit=unit, code=code, year=on.year)
    found.last += 1
    found.save(update_fields=["last"])
    return Number(code, on.year, found.last)
