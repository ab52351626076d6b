"""A file of outlines as offices have them (GeoJSON, RFC 7946): read strictly, kept coarsely.

Whatever a file holds, a page draws a few hundred points: the ground of the whole file is laid over a raster, so that
two neighbours' common border stays common.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gonghui.kernel.files.kinds import decode

RASTER = 600  # cells along the longer side of the file's ground
MOST_POINTS, MOST_FEATURES = 300_000, 2_000
DEGREE = 100_000
EAST, NORTH = (73.0, 136.0), (3.0, 54.0)  # where outlines of this country can lie
NAMES, CODES = ("name", "名称", "NAME", "Name"), ("code", "编码", "adcode", "CODE")

Point = tuple[int, int]
Ring = list[Point]
Polygon = list[Ring]
Shape = list[Polygon]

NO_JSON = "这不是 GeoJSON 文件，或者没有存完整。请在地图软件里另存为 GeoJSON（.geojson 或 .json）再上传。"
NO_FEATURES = "文件里没有一块一块的轮廓（FeatureCollection）。请把乡镇或网格的面图层导出为 GeoJSON。"
NO_AREA = "第 {} 块“{}”不是一块面，或者坐标不完整。请只导出面图层（Polygon、MultiPolygon）。"
ELSEWHERE = "第 {} 块“{}”的坐标不是我国的经纬度。请导出为经纬度坐标（WGS 84 或 CGCS 2000），不要用投影坐标。"
TOO_MANY = f"文件里的点太多（最多 {MOST_POINTS:,} 个点、{MOST_FEATURES:,} 块）。请在地图软件里先简化再导出。"


class Unreadable(ValueError):
    """Why a file gives no outlines: a sentence for who brought it."""


@dataclass(frozen=True)
class Feature:
    """One shape of the file, with what may tell whose it is."""

    name: str
    code: str
    shape: Shape


def read(data: bytes) -> list[Feature]:
    """The shapes of a file. ``Unreadable``, and nothing, when one of them is none."""
    rows = _rows(data)
    features = [_feature(at, row) for at, row in enumerate(rows, 1)]
    if sum(len(ring) for one in features for polygon in one.shape for ring in polygon) > MOST_POINTS:
        raise Unreadable(TOO_MANY)
    step = _step(features)
    return [Feature(one.name, one.code, list(_coarse(one.shape, step))) for one in features]


def flat(shape: Shape) -> list[list[list[int]]]:
    """As it is kept."""
    return [[[part for point in ring for part in point] for ring in polygon] for polygon in shape]


def _rows(data: bytes) -> list[Any]:
    try:
        found = json.loads(decode(data) or "")
    except (ValueError, RecursionError) as error:
        raise Unreadable(NO_JSON) from error
    rows = found.get("features") if isinstance(found, dict) else None
    if not isinstance(rows, list) or not rows:
        raise Unreadable(NO_FEATURES)
    if len(rows) > MOST_FEATURES:
        raise Unreadable(TOO_MANY)
    return rows


def _feature(at: int, row: Any) -> Feature:
    words = row.get("properties") if isinstance(row, dict) else None
    words = words if isinstance(words, dict) else {}
    name, code = _word(words, NAMES), _word(words, CODES)
    geometry = row.get("geometry") if isinstance(row, dict) else None
    try:
        shape = [[_ring(ring) for ring in polygon] for polygon in _polygons(geometry)]
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise Unreadable(NO_AREA.format(at, name or code)) from error
    if not shape or not all(polygon for polygon in shape):
        raise Unreadable(NO_AREA.format(at, name or code))
    for x, y in (point for polygon in shape for ring in polygon for point in ring):
        if not (EAST[0] <= x / DEGREE <= EAST[1] and NORTH[0] <= y / DEGREE <= NORTH[1]):
            raise Unreadable(ELSEWHERE.format(at, name or code))
    return Feature(name, code, shape)


def _polygons(geometry: Any) -> list[Any]:
    kind, parts = geometry["type"], geometry["coordinates"]
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(parts, list):
        raise ValueError(kind)
    return [parts] if kind == "Polygon" else parts


def _ring(points: Any) -> Ring:
    """At least a triangle; longitude first, any height left out."""
    found = [(round(float(one[0]) * DEGREE), round(float(one[1]) * DEGREE)) for one in points]
    if len(found) < 3:
        raise ValueError("a ring of less than three points")
    return found


def _word(words: dict[str, Any], keys: tuple[str, ...]) -> str:
    found = next((words[key] for key in keys if isinstance(words.get(key), str | int)), "")
    return str(found).replace("\x00", "").strip()[:120]


def _step(features: list[Feature]) -> int:
    points = [point for one in features for polygon in one.shape for ring in polygon for point in ring]
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    return max(1, max(wide, high) // RASTER)


def _coarse(shape: Shape, step: int) -> Iterator[Polygon]:
    """On the raster, without points that add nothing; what falls into one cell is no ground any more."""
    kept = [[ring for one in polygon if (ring := _straight(_cells(one, step)))] for polygon in shape]
    found = [polygon for polygon in kept if polygon]
    yield from found or [[_square(shape[0][0], step)]]


def _cells(ring: Ring, step: int) -> Ring:
    cells = [(round(x / step) * step, round(y / step) * step) for x, y in ring]
    once = [after for before, after in pairwise([(-1, -1), *cells]) if before != after]
    return once[:-1] if len(once) > 1 and once[0] == once[-1] else once


def _straight(ring: Ring) -> Ring:
    """Without the points that lie on the line between their neighbours; empty when no ground is left."""
    closed = [ring[-1], *ring, ring[0]] if ring else []
    kept = [here for before, here, after in zip(closed, closed[1:], closed[2:], strict=False) if _bends(before, here, after)]  # fmt: skip
    return kept if len(kept) >= 3 else []


def _bends(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) != (b[1] - a[1]) * (c[0] - b[0])


def _square(ring: Ring, step: int) -> Ring:
    x, y = ring[0]
    return [(x, y), (x + step, y), (x + step, y + step), (x, y + step)]
