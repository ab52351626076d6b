"""The county's ground as a sketch: towns, areas and grids, drawn for the demonstration and surveyed by nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gonghui.kernel.outlines.actions import take_in
from gonghui.kernel.outlines.reading import read
from gonghui.kernel.reach.actor import Actor

FILE = Path(__file__).parent / "data" / "sheyang.geojson"
ORIGIN = "演示用，自己画的，没有测绘依据"


def draw_outlines(actor: Actor, today: date) -> None:
    take_in(actor=actor, features=read(FILE.read_bytes()), origin=ORIGIN, today=today)
