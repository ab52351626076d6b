"""Files of outlines: what is kept of them, and what is said of those that are none."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel.outlines.drawing import drawn
from gonghui.kernel.outlines.reading import (
    ELSEWHERE,
    MOST_POINTS,
    NO_AREA,
    NO_FEATURES,
    NO_JSON,
    TOO_MANY,
    Unreadable,
    read,
)

SQUARE = [[120.0, 33.0], [120.6, 33.0], [120.6, 33.6], [120.0, 33.6], [120.0, 33.0]]


def file(*shapes, **words) -> bytes:
    features = [{"type": "Feature", "properties": words, "geometry": shape} for shape in shapes]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_square_stays_a_square():
    (one,) = read(file(polygon(SQUARE), name=" 甲镇 ", code=320924100))
    assert (one.name, one.code) == ("甲镇", "320924100")
    assert one.shape == [[[(12_000_000, 3_300_000), (12_060_000, 3_300_000), (12_060_000, 3_360_000), (12_000_000, 3_360_000)]]]  # fmt: skip


def test_points_that_add_nothing_and_heights_are_left_out():
    more = [[120 + n / 1000, 33.0, 7.5] for n in range(0, 600)] + SQUARE[1:]
    (one,) = read(file(polygon(more)))
    assert len(one.shape[0][0]) == 4


def test_holes_and_islands_are_kept_and_the_smallest_island_is_a_dot():
    hole = [[120.1, 33.1], [120.2, 33.1], [120.2, 33.2]]
    speck = [[120.00001, 33.30001], [120.00002, 33.30001], [120.00002, 33.30002]]
    island = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [speck]]}
    large, dot = read(file(island, polygon(speck)))
    assert [len(one) for one in large.shape] == [2]  # the speck within it is not seen
    assert len(dot.shape[0][0]) == 4


@given(st.lists(st.tuples(st.floats(0.2, 0.4), st.floats(0.01, 0.59)), min_size=1, max_size=40))
def test_the_border_of_two_neighbours_stays_one(points):
    """The same points come to lie on the same places, on whichever side they are read."""
    border = [[120.3, 33.0], *sorted([round(120 + x, 6), round(33 + y, 6)] for x, y in points), [120.3, 33.6]]
    border = [border[0], *sorted(border[1:-1], key=lambda one: one[1]), border[-1]]
    west = [[120.0, 33.0], *border, [120.0, 33.6]]
    east = [[120.6, 33.6], *reversed(border), [120.6, 33.0]]
    left, right = read(file(polygon(west), polygon(east)))
    spots = [{point for ring in one.shape[0] for point in ring} for one in (left, right)]
    outer = {(12_000_000, 3_300_000), (12_000_000, 3_360_000), (12_060_000, 3_300_000), (12_060_000, 3_360_000)}  # fmt: skip
    assert spots[0] - outer == spots[1] - outer


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", NO_JSON), (b"\x00\x01\xff", NO_JSON), (b"[" * 100_000, NO_JSON), (b'{"features": [', NO_JSON),
        (b"[]", NO_FEATURES), (b'{"features": []}', NO_FEATURES), (b'{"features": {"a": 1}}', NO_FEATURES),
        (b'{"features": [7]}', NO_AREA.format(1, "")),
        (file({"type": "Point", "coordinates": [120, 33]}, name="井"), NO_AREA.format(1, "井")),
        (file(None, name="空"), NO_AREA.format(1, "空")), (file(polygon(), name="空"), NO_AREA.format(1, "空")),
        (file(polygon([[120, 33], [121, 33]])), NO_AREA.format(1, "")),
        (file(polygon([[120, 33], [121, "x"], [121, 34]])), NO_AREA.format(1, "")),
        (file(polygon([[120, 33], [1e400, 33], [121, 34]])), NO_AREA.format(1, "")),
        (file(polygon([[120, 33], [float("nan"), 33], [121, 34]])), NO_AREA.format(1, "")),
        (file(polygon([[500_000, 3_700_000], [500_900, 3_700_000], [500_900, 3_700_900]]), name="投影"), ELSEWHERE.format(1, "投影")),
        (file(polygon(SQUARE * (MOST_POINTS // 5 + 1))), TOO_MANY),
        (file(*[polygon(SQUARE)] * 2001), TOO_MANY),
    ],
)  # fmt: skip
def test_what_is_no_outline_is_told_in_a_sentence(data, said):
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert str(refusal.value) == said


def test_nothing_is_drawn_of_nothing():
    assert drawn({}).of == {}


def test_a_long_narrow_ground_stays_on_the_page():
    thin = [[[12_000_000, 3_000_000, 12_000_500, 3_000_000, 12_000_500, 4_000_000, 12_000_000, 4_000_000]]]
    drawing = drawn({1: thin})
    assert drawing.high == 900
    xs = [float(pair.split()[0]) for pair in drawing.of[1].path.strip("MZ").split("L")]
    assert all(after - before < 2 for before, after in pairwise(sorted(xs)))
