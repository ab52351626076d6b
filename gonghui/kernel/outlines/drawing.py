"""Shapes of units as one drawing: where each lies on the page, and where its name fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from gonghui.kernel.outlines.reading import DEGREE, Point, Shape

WIDE, MARGIN = 720, 6
HIGHEST = 900  # a long narrow ground is drawn smaller rather than higher

Spot = tuple[float, float]


@dataclass(frozen=True)
class Drawn:
    """One unit's ground: ``path`` as SVG has it, ``at`` where its words are centred, ``room`` how wide they may be."""

    path: str
    at: Spot
    room: float


@dataclass(frozen=True)
class Drawing:
    high: int
    of: dict[int, Drawn]


def drawn(shapes: Mapping[int, list[list[list[int]]]]) -> Drawing:
    """Unit → its ground. North is up; a degree of longitude is as wide as it is at the middle of the ground."""
    found = {unit: _points(shape) for unit, shape in shapes.items()}
    spots = [point for shape in found.values() for polygon in shape for ring in polygon for point in ring]
    if not spots:
        return Drawing(0, {})
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    narrow = cos(radians((south + north) / 2 / DEGREE))
    scale = min(
        (WIDE - 2 * MARGIN) / max(1, (east - west) * narrow), (HIGHEST - 2 * MARGIN) / max(1, north - south)
    )
    left = (WIDE - (east - west) * narrow * scale) / 2

    def put(point: Point) -> Spot:
        return left + (point[0] - west) * narrow * scale, MARGIN + (north - point[1]) * scale

    high = round((north - south) * scale + 2 * MARGIN)
    return Drawing(high, {unit: _drawn([[list(map(put, ring)) for ring in polygon] for polygon in shape]) for unit, shape in found.items()})  # fmt: skip


def _points(shape: list[list[list[int]]]) -> Shape:
    return [[list(zip(ring[::2], ring[1::2], strict=True)) for ring in polygon] for polygon in shape]


def _drawn(shape: list[list[list[Spot]]]) -> Drawn:
    path = "".join(
        "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in ring) + "Z" for polygon in shape for ring in polygon
    )
    largest = max((polygon[0] for polygon in shape), key=_area)
    at, room = _middle(largest)
    return Drawn(path, at, room)


def _area(ring: list[Spot]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def _middle(ring: list[Spot]) -> tuple[Spot, float]:
    """The middle of the longest level line within the ring, of five tried; its length is the room for words."""
    top, foot = min(y for _, y in ring), max(y for _, y in ring)
    tried = [top + (foot - top) * part / 10 for part in range(3, 8)]
    start, end, level = max(
        ((a, b, y) for y in tried for a, b in _inside(ring, y)),
        key=lambda one: one[1] - one[0],
        default=(ring[0][0], ring[0][0], ring[0][1]),
    )
    return ((start + end) / 2, level), end - start


def _inside(ring: list[Spot], y: float) -> list[tuple[float, float]]:
    cuts = sorted(
        a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in pairwise([*ring, ring[0]])
        if (a[1] <= y) != (b[1] <= y)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
