"""Outlines are brought in by the file, and taken away one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.outlines.models import Outline
from gonghui.kernel.outlines.reading import Feature, flat
from gonghui.kernel.outlines.selectors import outlines
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import answered_for

TAKE_IN = verb("outlines.take_in", "放入轮廓", "name", "on")
TAKE_AWAY = verb("outlines.take_away", "去掉轮廓", "name")


@dataclass(frozen=True)
class TakenIn:
    """``units``: who got an outline. ``nobody``: names of the file that are no unit's, or several units'."""

    units: tuple[Unit, ...]
    nobody: tuple[str, ...]


@transaction.atomic
def take_in(*, actor: Actor, features: Iterable[Feature], origin: str, today: date) -> TakenIn:
    """Each shape goes to the one open unit in reach of its code or name, in place of what it had."""
    found, nobody = _whose(actor, list(features))
    for unit, feature in found.values():
        Outline.objects.update_or_create(
            unit=unit, defaults={"shape": flat(feature.shape), "origin": origin, "taken_on": today}
        )
        record(actor, TAKE_IN, unit, unit_id=unit.pk, name=unit.name, on=today)
    return TakenIn(tuple(unit for unit, _ in found.values()), tuple(nobody))


@transaction.atomic
def take_away(*, actor: Actor, unit: Unit) -> None:
    """The unit has no outline any more; that of one out of reach stays."""
    gone, _ = outlines(actor).filter(unit=unit).delete()
    if gone:
        record(actor, TAKE_AWAY, unit, unit_id=unit.pk, name=unit.name)


def _whose(actor: Actor, features: list[Feature]) -> tuple[dict[int, tuple[Unit, Feature]], list[str]]:
    by_code, by_name = _known(actor, features)
    found: dict[int, tuple[Unit, Feature]] = {}
    nobody = []
    for feature in features:
        unit = by_code.get(feature.code) or by_name.get(feature.name)
        if unit is not None and unit.pk not in found:
            found[unit.pk] = (unit, feature)
        else:
            nobody.append(feature.name or feature.code or "没有名称的一块")
    return found, nobody


def _known(actor: Actor, features: list[Feature]) -> tuple[dict[str, Unit], dict[str, Unit]]:
    """The unit of each code, and of each name: the only one so called, or the one so beginning that stands highest.

    A map says "甲镇" where the office is "甲镇…" and so are others below it.
    """
    here = list(answered_for(actor).filter(closed_on=None))
    codes = {one.code for one in features} - {""}
    by_code = {unit.code: unit for unit in here if unit.code in codes and unit.code}
    names = {one.name for one in features} - {""}
    same: dict[str, list[Unit]] = {}
    for unit in here:
        for name in {unit.name[:long] for long in {len(name) for name in names}} & names:
            same.setdefault(name, []).append(unit)
    by_name = {name: one for name, found in same.items() if (one := _the_one(name, found)) is not None}
    return by_code, by_name


def _the_one(name: str, units: list[Unit]) -> Unit | None:
    found = [unit for unit in units if unit.name == name] or units
    highest = min(unit.path.count(".") for unit in found)
    top = [unit for unit in found if unit.path.count(".") == highest]
    return top[0] if len(top) == 1 else None
