"""发文字号: one sequence for an office, a code and a year; given at signing, without gaps, never twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gonghui.kernel.documents.models import VOID, NumberSequence, OfficialDocument
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


@dataclass(frozen=True)
class Gap:
    """A number under which no valid document stands, and why. ``why`` is never empty: the database keeps it so."""

    number: str
    why: str


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


def gaps(*, actor: Actor, unit: Unit, code: str, year: int) -> list[Gap]:
    """The numbers of a year that stand for no valid document."""
    rows = OfficialDocument.objects.visible_to(actor).filter(unit=unit, code=code, year=year)
    given = dict(rows.exclude(serial=None).values_list("serial", "void_reason"))
    states = dict(rows.exclude(serial=None).values_list("serial", "state"))
    sequence = NumberSequence.objects.visible_to(actor).filter(unit=unit, code=code, year=year).first()
    last = sequence.last if sequence else 0
    return [
        Gap(str(Number(code, year, serial)), given.get(serial, ""))
        for serial in range(1, last + 1)
        if states.get(serial, VOID) == VOID
    ]
