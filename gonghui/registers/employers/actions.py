"""Writes of the register of employers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel, Q

from gonghui.kernel.identifiers.names import search_tokens
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.filling import changed as changes
from gonghui.kernel.register.filling import fill
from gonghui.kernel.units.following import carried_by, closed_by
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.selectors import doubles

ENTER = verb("employers.enter", "登记用人单位", "name")
IN_ONE = "“{}”和要留下的这一条列在同一件事里（如同一个联合工会的覆盖单位），先从那件事里去掉一条，再核对"
DOUBLE = verb("employers.keep_one", "核对信用代码", "reason")
CORRECT = verb("employers.correct", "更正用人单位", "fields")


Met = Callable[[UUID, Employer, Actor, datetime], None]
MET: list[Met] = []


def when_met(function: Met) -> Met:
    """Decorate: told when somebody known in the field by a key of their own turns out to be this employer."""
    MET.append(function)
    return function


def met(key: UUID, employer: Employer, actor: Actor, now: datetime) -> None:
    """Tell everybody who keeps something under ``key`` that it is about ``employer``."""
    for function in MET:
        function(key, employer, actor, now)


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
    """``grid_id`` and ``line_id`` instead of the units: found by somebody who reaches them, which ``actor`` may not."""
    employer = Employer(unit=unit)
    fill(employer, values)
    employer.tokens = search_tokens(employer.name)
    _check(actor, employer, unchanged=frozenset(name for name in PLACES if f"{name}_id" in values))
    employer.save(force_insert=True)
    record(actor, ENTER, employer, unit_id=unit.pk, name=employer.name)
    return employer


@transaction.atomic
def correct(*, actor: Actor, employer: Employer, **values: Any) -> list[str]:
    """Put particulars right; returns which."""
    changed = changes(employer, values)
    if not changed:
        return []
    fill(employer, {name: values[name] for name in changed})
    employer.tokens = search_tokens(employer.name)
    _check(actor, employer, unchanged=(PLACES | {"credit_code"}) - set(changed))
    employer.save()
    record(actor, CORRECT, employer, unit_id=employer.unit_id, fields=sorted(changed))
    return changed


@transaction.atomic
def keep_one(*, actor: Actor, employer: Employer, today: date) -> int:
    """Of several rows with one credit code, which are one employer, this one stays; returns how many end.

    What only another row says (which union covers it, grid, line) is taken over, and whatever names another row
    (who works there, what is under way about it) names this one; the other rows are closed, their history stays.
    """
    others = list(doubles(actor).filter(credit_code=employer.credit_code).exclude(pk=employer.pk))
    if not employer.credit_code or not others:
        raise ValidationError("这个代码已经核对过了，请刷新")
    for other in others:
        for name in ("grid_id", "line_id", "covered_by_id"):
            if getattr(employer, name) is None:
                setattr(employer, name, getattr(other, name))
        _name_instead(other, employer)
        other.closed_on = today
        other.save(update_fields=["closed_on"])
        record(actor, DOUBLE, other, unit_id=other.unit_id, reason="重复登记，已并入另一条")
    employer.save(update_fields=["grid", "line", "covered_by"])
    record(actor, DOUBLE, employer, unit_id=employer.unit_id, reason="留下这一条")
    return len(others)


def _name_instead(other: Employer, employer: Employer) -> None:
    for relation in Employer._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            model, name = relation.related_model, relation.field.name
            try:
                with transaction.atomic():
                    model._base_manager.filter(**{name: other}).update(**{name: employer})
            except IntegrityError:
                raise ValidationError(IN_ONE.format(other.name)) from None


@transaction.atomic
def put_in(*, actor: Actor, employers: Iterable[Employer], tree: str, unit: Unit) -> int:
    """These employers belong to the line or grid ``unit`` from now on, and so to no other; returns how many are new."""
    column = {"industry": "line", "grid": "grid"}[tree]
    if unit.place_in(tree) is None or unit.closed_on is not None:
        raise ValidationError(f"{unit.name}不在这个体系里，或已经撤销")
    moved = [one for one in employers if getattr(one, f"{column}_id") != unit.pk]
    for one in moved:
        correct(actor=actor, employer=one, **{column: unit})
    return len(moved)


PLACES = frozenset({"unit", "grid", "line", "covered_by"})


def _check(actor: Actor, employer: Employer, unchanged: frozenset[str] = frozenset()) -> None:
    """Constraints with their sentences. A code that stands elsewhere is accepted, and settled above (``doubles``).

    ``unchanged`` columns are not looked up again: places may lie outside the reach of whoever corrects the rest.
    """
    others = (
        Employer.objects.visible_to(actor).filter(credit_code=employer.credit_code).exclude(pk=employer.pk)
    )
    if employer.credit_code and "credit_code" not in unchanged and (other := others.first()):
        raise ValidationError({"credit_code": f"这个信用代码登记在“{other.name}”名下，请核对"})
    employer.full_clean(exclude=["path", "grid_path", "line_path", *(PLACES & unchanged)])


def _known(actor: Actor, unit: Unit, values: dict[str, Any]) -> Employer | None:
    seen = Employer.objects.visible_to(actor)
    if code := values.get("credit_code"):
        if found := seen.filter(credit_code=code).first():
            return found
        return seen.filter(name=values.get("name"), unit=unit, credit_code=None).first()
    return seen.filter(name=values.get("name"), unit=unit).first()
