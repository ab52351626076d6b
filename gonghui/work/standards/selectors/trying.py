"""What would be, if another version counted: who would rise and who would fall, from the facts of the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gonghui.kernel.reach.actor import Actor
from gonghui.work.standards.models import Scheme
from gonghui.work.standards.rules import ALL
from gonghui.work.standards.rules.schemes import Piece, state
from gonghui.work.standards.selectors import base_unions, counting, schemes, whole
from gonghui.work.standards.selectors.facts import Known

AT_ONCE = 500
RISE, FALL, SAME = "rise", "fall", "same"


@dataclass(frozen=True)
class Tried:
    """One union under both versions. ``now`` and ``then``: stars, or 1 for passed where there are none."""

    unit_id: int
    name: str
    now: int
    then: int
    points_now: str
    points_then: str
    missing: tuple[str, ...]

    @property
    def way(self) -> str:
        return RISE if self.then > self.now else FALL if self.then < self.now else SAME


def tried(actor: Actor, wanted: Scheme, on: date) -> list[Tried]:
    """Every base union in reach for which another version of the same kind counts today."""
    rows = [one for one in schemes(actor) if one.pk != wanted.pk]
    unions = [
        (one, counting(rows, one.path, wanted.family, on)) for one in base_unions(actor).order_by("path")
    ]
    found: list[Tried] = []
    with whole(actor) as program:
        for at in range(0, len(unions), AT_ONCE):
            part = unions[at : at + AT_ONCE]
            known = Known(program, [one.pk for one, _ in part])
            for union, present in part:
                if present is not None:
                    found.append(_tried(union.pk, union.name, present, wanted, known, on))
    return found


def _tried(unit: int, name: str, present: Scheme, wanted: Scheme, known: Known, on: date) -> Tried:
    now, then = (_state(one, unit, known, on) for one in (present, wanted))
    labels = {one.key: one.label for one in wanted.list}
    missing = tuple(labels[key] for key in then.short)
    shown = [f"{one.points.normalize():f}" for one in (now, then)]
    return Tried(unit, name, _level(present, now), _level(wanted, then), shown[0], shown[1], missing)


def _state(scheme: Scheme, unit: int, known: Known, on: date) -> Piece:
    return state(scheme.list, scheme.kind, scheme.lines, known.of(unit, scheme.list), on)


def _level(scheme: Scheme, piece: Piece) -> int:
    return int(piece.passed) if scheme.kind == ALL else piece.stars
