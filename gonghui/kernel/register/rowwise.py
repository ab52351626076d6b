"""Taking rows in one by one through a module's own action; for registers of hundreds of rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.definition import Column, Register
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units

OUTCOME = {"row": pl.UInt32, "outcome": pl.String, "column": pl.String, "reason": pl.String}


class RowWise:
    """A ``Taker`` over ``register.save``; checking is the same run, undone."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def keyed(self, lines: pl.DataFrame) -> pl.DataFrame:
        return lines

    def ready(self, lines: pl.DataFrame) -> pl.DataFrame:
        return lines

    def check(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame:
        with transaction.atomic():
            outcome = self.take(actor, unit, lines, today)
            transaction.set_rollback(True)
        return outcome

    def take(self, actor: Actor, unit: Unit, lines: pl.DataFrame, today: date) -> pl.DataFrame:
        lookup = UnitNames(actor, unit)
        found = [self._one(actor, unit, line, today, lookup) for line in lines.iter_rows(named=True)]
        return pl.DataFrame(found, schema=OUTCOME, orient="row")

    def _one(
        self, actor: Actor, unit: Unit, line: dict[str, Any], today: date, lookup: UnitNames
    ) -> tuple[int, str, str, str]:
        number = line.pop("row")
        try:
            with transaction.atomic():
                values = read_values(self.register, line, lookup)
                assert self.register.save is not None
                _, created = self.register.save(actor=actor, today=today, row=None, unit=unit, **values)
        except ValidationError as error:
            column, reason = _place(error)
            return number, "wrong", column, reason
        except IntegrityError:
            return number, "wrong", "", "和已有的记录冲突，没有存"
        return number, {True: "new", False: "changed", None: "same"}[created], "", ""


class UnitNames:
    """Units by the name people write, inside the actor's reach; nothing given means the roster's own unit."""

    def __init__(self, actor: Actor, unit: Unit) -> None:
        self.actor, self.unit = actor, unit
        self._known: dict[tuple[str, ...], dict[str, Unit]] = {}

    def find(self, text: str, column: Column) -> Unit | None:
        if not text:
            return None
        if column.units not in self._known:
            found = open_units(self.actor, *column.units)
            self._known[column.units] = {one.name: one for one in found}
        unit = self._known[column.units].get(text)
        if unit is None:
            raise ValidationError({column.name: f"您管的范围里没有“{text}”，请照台账上的名称写"})
        return unit


def read_values(register: Register, line: dict[str, Any], lookup: UnitNames) -> dict[str, Any]:
    """Canonical texts → what the action takes. Columns not given are left out; empty ones are None."""
    values: dict[str, Any] = {}
    for name, text in line.items():
        column = register.index[name]
        if column.units:
            values[name.removesuffix("__name")] = lookup.find(text or "", column)
        else:
            values[name] = column.kind.read(text) if text else None
    return values


def _place(error: ValidationError) -> tuple[str, str]:
    """Which column an error is about, and all its sentences."""
    if hasattr(error, "error_dict"):
        return next(iter(error.error_dict)), "；".join(error.messages)
    return "", "；".join(error.messages)
