"""Writes of the register of employers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer

ENTER = verb("employers.enter", "登记用人单位", "name")
CORRECT = verb("employers.correct", "更正用人单位", "fields")


@transaction.atomic
def save(
    *, actor: Actor, today: date, row: Employer | None, unit: Unit | None = None, **values: Any
) -> tuple[Employer, bool | None]:
    """What form, API and lists call; an employer is known by its credit code, else by name in its area."""
    if unit is not None:
        values["unit"] = unit
    known = row or (_known(actor, unit, values) if unit else None)
    if known is not None:
        return known, False if correct(actor=actor, employer=known, **values) else None
    if unit is None:
        raise ValidationError({"unit": "请选择所在地"})
    return enter(actor=actor, **values), True


@carried_by
def carry_employers(unit: Unit, into: Unit, actor: Actor, on: date) -> None:
    """When a unit merges into another, the employers it covered, and those that stood in it, go with it."""
    Employer.objects.filter(covered_by=unit).update(covered_by=into, covered_since=on)
    for place in ("unit", "grid", "line"):
        Employer.objects.filter(**{place: unit}).update(**{place: into})


@closed_by
def release_employers(unit: Unit, actor: Actor, on: date) -> None:
    """Whom a union covered is covered by none when it ends; an area, grid or line ends only when it is empty."""
    standing = Employer.objects.filter(Q(unit=unit) | Q(grid=unit) | Q(line=unit), closed_on=None).count()
    if standing:
        raise ValidationError(f"还有 {standing:,} 家用人单位登记在{unit.name}，先把它们划到别处")
    Employer.objects.filter(covered_by=unit).update(covered_by=None, covered_since=None)


@transaction.atomic
def enter(*, actor: Actor, unit: Unit, **values: Any) -> Employer:
    employer = Employer(unit=unit)
    _fill(employer, values)
    employer.tokens = search_tokens(employer.name)
    _check(employer)
    employer.save(force_insert=True)
    record(actor, ENTER, employer, unit_id=unit.pk, name=employer.name)
    return employer


@transaction.atomic
def correct(*, actor: Actor, employer: Employer, **values: Any) -> list[str]:
    """Put particulars right; returns which."""
    changed = [name for name, value in values.items() if _differs(employer, name, value)]
    if not changed:
        return []
    _fill(employer, {name: values[name] for name in changed})
    employer.tokens = search_tokens(employer.name)
    _check(employer, unchanged=PLACES - set(changed))
    employer.save()
    record(actor, CORRECT, employer, unit_id=employer.unit_id, fields=sorted(changed))
    return changed


PLACES = frozenset({"unit", "grid", "line", "covered_by"})


def _check(employer: Employer, unchanged: frozenset[str] = frozenset()) -> None:
    """Constraints with their sentences. A code that stands elsewhere is told without saying where.

    ``unchanged`` places are not looked up again: they may lie outside the reach of whoever corrects the rest.
    """
    try:
        employer.full_clean(exclude=["path", "grid_path", "line_path", *unchanged])
    except ValidationError as error:
        if "credit_code" in error.error_dict:
            raise ValidationError(
                {"credit_code": "这个信用代码已经登记过，请核对；确实无误请报上级工会"}
            ) from None
        raise


def _differs(employer: Employer, name: str, value: Any) -> bool:
    if name in PLACES:
        return bool(getattr(employer, f"{name}_id") != (value and value.pk))
    return bool(getattr(employer, name) != _or_empty(employer, name, value))


def _known(actor: Actor, unit: Unit, values: dict[str, Any]) -> Employer | None:
    seen = Employer.objects.visible_to(actor)
    if code := values.get("credit_code"):
        if found := seen.filter(credit_code=code).first():
            return found
        return seen.filter(name=values.get("name"), unit=unit, credit_code=None).first()
    return seen.filter(name=values.get("name"), unit=unit).first()


def _fill(employer: Employer, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(employer, name, _or_empty(employer, name, value))


def _or_empty(employer: Employer, name: str, value: Any) -> Any:
    field = employer._meta.get_field(name)
    if value is not None or field.null:
        return value
    return field.get_default() if field.has_default() else ""  # type: ignore[union-attr]
