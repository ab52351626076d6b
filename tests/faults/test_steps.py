"""Whoever dies in a merge, a hand-over, a phone's upload or a step of a procedure, and the server beneath: there is what
there was before or what the step makes, nothing lost that was answered, and in the end the rows of a run left alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.db import connections

from gonghui.kernel.process.definition import PROCESSES
from tests.faults.killing import Killer, Scene, left_alone, nursery, step_by_step
from tests.faults.rows import Watch, differences, twin
from tests.faults.scenes import NOW, HandingOver, Merging, Stepping, Syncing
from tests.support import committed

assure = pytest.mark.assure
EVERY_RUN = [(Merging, 14, 60, 15), (HandingOver, 12, 56, 14), (Syncing, 12, 46, 12), (Stepping, 6, 26, 13)]
WHOLE = [
    (Merging, 200, 1_100, 60),
    (HandingOver, 200, 1_100, 60),
    (Syncing, 180, 1_000, 60),
    (Stepping, 120, 700, 60),
]


@pytest.fixture(autouse=True)
def _processes():
    before = dict(PROCESSES)
    yield
    PROCESSES.clear()
    PROCESSES.update(before)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("kind", "steps", "kills", "every"),
    [*EVERY_RUN, *(pytest.param(*one, marks=assure) for one in WHOLE)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
@committed
def test_whoever_dies_it_ends_like_a_run_left_alone(
    kind: Callable[[int], Scene], steps: int, kills: int, every: int
):
    scene = kind(steps)
    scene.begin()
    with twin() as other:
        with nursery(other, NOW) as children, Watch(other) as watch:
            alone = left_alone(scene, watch, children)
        killer = Killer(random.Random(20261121), kills, every)
        ours = connections["owner"].settings_dict["NAME"]
        with nursery(ours, NOW) as children, Watch(ours) as watch:
            step_by_step(scene, alone, watch, children, killer)
            assert differences(watch.rows(), alone.end) == []
    assert killer.clients + killer.servers >= kills * 0.7, killer
    assert killer.servers >= kills // every * 0.6, killer
    if isinstance(scene, Stepping):
        assert scene.papers() == list(range(1, (steps + 1) // 2 + 1)), "no number is lost, none given twice"
