"""The sketch of the demonstration county."""

from __future__ import annotations

from demo.outlines import FILE
from gonghui.kernel.outlines.drawing import WIDE, drawn
from gonghui.kernel.outlines.reading import flat, read


def test_the_demonstration_is_drawn_north_up_with_room_for_words():
    features = read(FILE.read_bytes())
    drawing = drawn({at: flat(one.shape) for at, one in enumerate(features)})
    at = {one.name: drawing.of[n] for n, one in enumerate(features)}
    assert len(features) == 29
    assert at["临海镇"].at[1] < at["合德镇"].at[1] < at["盘湾镇"].at[1]
    assert at["四明镇"].at[0] < at["合德镇"].at[0] < at["黄沙港镇"].at[0]
    assert all(0 <= one.at[0] <= WIDE and 0 <= one.at[1] <= drawing.high for one in drawing.of.values())
    assert min(one.room for name, one in at.items() if name.endswith("镇")) > 60
