"""发文字号台账: every number an office has given with one code in one year, in order, and what each stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from gonghui.kernel.documents.issuing import DocumentRefused
from gonghui.kernel.documents.models import OUT, VOID, NumberGap, NumberSequence, OfficialDocument
from gonghui.kernel.documents.numbers import Number
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

EXPLAIN = verb("documents.gap", "说明空号", "number", "reason")
TAKEN_BACK, CANCELLED, NOTHING = "签发后撤回，没有印发", "印发后作废", "没有公文"
NOT_A_GAP = "这个号有公文，或还没有给过，不用说明"
ONCE = "这个号已经说明过，不能再改"


@dataclass(frozen=True)
class Given:
    """One number. ``state`` is empty while a valid document stands under it; ``why`` is empty for a gap nobody has
    explained: a fault.
    """

    number: Number
    document: OfficialDocument | None = None
    state: str = ""
    why: str = ""
    by: str = ""
    on: date | None = None

    @property
    def is_fault(self) -> bool:
        return bool(self.state) and not self.why


def codes(actor: Actor, unit: Unit, year: int) -> dict[str, int]:
    """Each code the office has given numbers with in that year, and the last of them."""
    counted = NumberSequence.objects.visible_to(actor).filter(unit=unit, year=year, last__gt=0)
    found = dict(counted.values_list("code", "last"))
    rows = OfficialDocument.objects.visible_to(actor).filter(unit=unit, year=year, direction=OUT)
    for code, last in rows.values_list("code").annotate(Max("serial")).order_by():
        found[code] = max(found.get(code, 0), last or 0)
    return dict(sorted(found.items()))


def given(actor: Actor, unit: Unit, code: str, year: int, serials: Iterable[int]) -> list[Given]:
    """What stands under each of ``serials``."""
    wanted = list(serials)
    key = {"unit": unit, "code": code, "year": year, "serial__in": wanted}
    rows = OfficialDocument.objects.visible_to(actor).filter(**key, direction=OUT).defer("body")
    documents = {row.serial: row for row in rows}
    said = {row.serial: row for row in NumberGap.objects.visible_to(actor).filter(**key)}
    return [_given(Number(code, year, serial), documents.get(serial), said.get(serial)) for serial in wanted]


def _given(number: Number, document: OfficialDocument | None, gap: NumberGap | None) -> Given:
    if document is not None and document.state != VOID:
        return Given(number, document)
    if document is not None:
        state = CANCELLED if document.issued_on else TAKEN_BACK
        return Given(number, document, state, document.void_reason, document.void_by, document.void_on)
    return Given(number, None, NOTHING, *((gap.reason, gap.by, gap.on) if gap else ("", "", None)))


def gaps(actor: Actor, unit: Unit, code: str, year: int) -> list[Given]:
    """The numbers of a year under which no valid document stands."""
    last = codes(actor, unit, year).get(code, 0)
    return [one for one in given(actor, unit, code, year, range(1, last + 1)) if one.state]


def unexplained(actor: Actor, unit: Unit, year: int) -> list[Number]:
    """The numbers that were given, stand for nothing, and nobody has said why."""
    found = codes(actor, unit, year)
    key = {"unit": unit, "year": year}
    rows = OfficialDocument.objects.visible_to(actor).filter(**key, direction=OUT)
    known = set(rows.values_list("code", "serial"))
    known |= set(NumberGap.objects.visible_to(actor).filter(**key).values_list("code", "serial"))
    every = ((code, serial) for code, last in found.items() for serial in range(1, last + 1))
    return [Number(code, year, serial) for code, serial in every if (code, serial) not in known]


@transaction.atomic
def explain(*, actor: Actor, unit: Unit, number: Number, reason: str, on: date) -> NumberGap:
    """Say why a number stands for nothing; once. ``DocumentRefused`` with a sentence."""
    if len(reason.strip()) < 2:
        raise DocumentRefused("请写明这个号为什么空着，查的人要看得懂")
    last = codes(actor, unit, number.year).get(number.code, 0)
    (now,) = given(actor, unit, number.code, number.year, [number.serial])
    if not 1 <= number.serial <= last or now.state != NOTHING:
        raise DocumentRefused(NOT_A_GAP)
    if now.why:
        raise DocumentRefused(ONCE)
    made = NumberGap(
        unit=unit, code=number.code, year=number.year, serial=number.serial, reason=reason.strip()[:200],
        account_id=actor.account_id, by=actor.name[:60], on=on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as refusal:  # somebody else was quicker
        raise DocumentRefused(ONCE) from refusal
    record(actor, EXPLAIN, made, unit_id=unit.pk, number=str(number), reason=reason.strip()[:100])
    return made
