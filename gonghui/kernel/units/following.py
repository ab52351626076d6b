"""What higher modules do with their own rows when a unit merges, ends, is renamed or gets a part split off.

They hand a function down; the action calls it in its own transaction. A function refuses by ``ValidationError``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

Carrier = Callable[[Unit, Unit, Actor, date], None]  # (unit, into, actor, on)
Closer = Callable[[Unit, Actor, date], None]  # (unit, actor, on)
Namer = Callable[[Unit, Actor], None]  # (unit under its new name, actor)
Divider = Callable[[Unit, Unit, Actor, date], None]  # (part, whole, actor, on)

CARRIERS: list[Carrier] = []
CLOSERS: list[Closer] = []
NAMERS: list[Namer] = []
DIVIDERS: list[Divider] = []


def carried_by(function: Carrier) -> Carrier:
    """Register how a module's rows follow a merger."""
    CARRIERS.append(function)
    return function


def closed_by(function: Closer) -> Closer:
    """Register what ends with a unit, or why a unit may not end yet."""
    CLOSERS.append(function)
    return function


def renamed_by(function: Namer) -> Namer:
    """Register where else a unit's name is written."""
    NAMERS.append(function)
    return function


def divided_by(function: Divider) -> Divider:
    """Register what a part that is split off needs besides its place."""
    DIVIDERS.append(function)
    return function
