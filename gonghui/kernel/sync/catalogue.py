"""What a phone may send when it has network again, and what it may take along before it goes.

A module declares both in its ``field.py``. The phone makes the id of whatever it sends, so sending it twice is
sending it once; what it takes along ends with the reach of the post it was taken in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gonghui.kernel.reach.actor import Actor

TAKEN, CONFLICT, REFUSED = "taken", "conflict", "refused"


@dataclass(frozen=True)
class Arrived:
    """One record made on a phone. ``subject``: the key of what it is about, "" for something new. ``base_version``:
    the version of it the phone had seen, 0 for something new. ``files``: photos, stored already. ``made_at``: when it
    was written down, corrected for the phone's clock.
    """

    id: UUID
    kind: str
    subject: str
    base_version: int
    content: dict[str, Any]
    files: list[UUID]
    made_at: datetime


@dataclass(frozen=True)
class Settled:
    """What became of it: "taken"; "conflict": both versions are kept and somebody decides; "refused": nothing was
    written, and ``text`` says what to mend. ``text`` is read by who sent it.
    """

    state: str
    text: str
    subject: str = ""
    version: int = 0

    def __post_init__(self) -> None:
        if self.state not in {TAKEN, CONFLICT, REFUSED}:
            raise ValueError(f"an arrival is not settled as {self.state!r}")


Arrival = Callable[[Actor, Arrived, datetime], Settled]
Package = Callable[[Actor, date], dict[str, Any]]
ARRIVALS: dict[str, tuple[str, Arrival]] = {}
PACKAGES: dict[str, Package] = {}


def arrival(kind: str, label: str) -> Callable[[Arrival], Arrival]:
    """Declare what becomes of a kind of record. Called in one transaction, once for each id; content comes from
    outside and may be anything JSON can say, so what cannot be read is ``refused``, never an exception.
    """

    def declare(function: Arrival) -> Arrival:
        ARRIVALS[kind] = (label, function)
        return function

    return declare


def package(key: str) -> Callable[[Package], Package]:
    """Declare a part of what a phone takes along: JSON, and only what the actor reaches today."""

    def declare(function: Package) -> Package:
        PACKAGES[key] = function
        return function

    return declare
