"""A declaration with a fault does not get into the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gonghui.kernel.calendar.rules import working
from gonghui.kernel.process.definition import CLEARED, Clock, Move, Process, Stage, consequence
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.selectors import rail, steps
from gonghui.kernel.process.steps import MoveRefused, enter
from gonghui.kernel.process.tests.conftest import Scene, at
from gonghui.kernel.process.tests.sample import FAULT
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.register.definition import Column
from gonghui.kernel.register.kinds import MOBILE
from tests.support import database

OPEN = Stage("a", "甲", owner="town_clerk", limit=working(1))
DONE = Stage("z", "完", end=CLEARED)
GO = Move("go", "走", "a", "z")


def made(*stages: Stage, moves: tuple[Move, ...] = (GO,), clocks: tuple[Clock, ...] = ()) -> Process:
    return Process("x", "试", "SH", stages, moves, clocks)


@pytest.mark.parametrize(
    ("stages", "moves", "fault"),
    [
        ((replace(OPEN, owner=""), DONE), (GO,), "a: an open stage has an owner and a limit"),
        ((replace(OPEN, limit=None), DONE), (GO,), "a: an open stage has an owner and a limit"),
        ((OPEN, OPEN, DONE), (GO,), "two stages have the same key"),
        ((OPEN, DONE), (), "a: nothing leads out of it"),
        ((OPEN, DONE), (GO, replace(GO, target="q")), "go: no stage 'q'"),
        ((OPEN, DONE), (GO, Move("back", "回", "z", "a")), "z: what has ended has no moves"),
        ((OPEN, DONE, replace(OPEN, key="b")), (GO, Move("on", "走", "b", "z")), "stages never reached"),
        ((OPEN, replace(DONE, end="vanished")), (GO,), "z: unknown outcome 'vanished'"),
        ((OPEN, replace(DONE, needs=("photo",))), (GO,), "z: unknown evidence photo"),
        ((OPEN, DONE), (replace(GO, evidence=("photo",)),), "go: unknown evidence photo"),
        ((OPEN, DONE), (replace(GO, quick=True, reason="原因"),), "go: a quick move asks nothing"),
        (
            (OPEN, DONE),
            (replace(GO, undo=True, asks=(Column("mobile", "手机", MOBILE, mask=str),)),),
            "go: what asks for secrets cannot be taken back",
        ),
        ((replace(OPEN, under="q"), DONE), (GO,), "a: no stage 'q'"),
    ],
)
def test_what_does_not_start(stages: tuple[Stage, ...], moves: tuple[Move, ...], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        made(*stages, moves=moves)


def test_a_clock_names_stages_there_are() -> None:
    with pytest.raises(ValueError, match="all: no stage 'q'"):
        made(OPEN, DONE, clocks=(Clock("all", "全程", working(1), starts=("a",), stops=("q",)),))


def test_a_consequence_follows_a_move_there_is() -> None:
    with pytest.raises(ValueError, match="no moves \\['fly'\\]"):
        consequence(made(OPEN, DONE), "fly")


@database
def test_a_retired_stage_stays_readable_and_takes_nothing_in(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = scene.opened("2026-09-02")
    old = replace(FAULT.by_key["noted"], retired=True)
    monkeypatch.setitem(FAULT.by_key, "noted", old)
    assert [stop.stage.label for stop in rail(item, steps(item))][0] == "登记"
    assert (item.stage_label, [m.key for m in item.moves()]) == ("登记", ["send", "refuse"])
    set_reach(scene.clerk)
    with pytest.raises(MoveRefused, match="已停用"):
        enter(item, old, at("2026-09-03"))
    with pytest.raises(MoveRefused, match="已停用"):
        open_item(FAULT, title="又一处", unit=scene.county.east, actor=scene.clerk, now=at("2026-09-03"))
