"""Doing things with somebody about who kills: the client in the middle of it, or the whole database server."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from django.db import connections

from tests import environment
from tests.faults.rows import Rows, Watch, differences

Words = list[Any]
PATIENCE = 12  # after so many deaths somebody is let live


class Scene(Protocol):
    """Something that is done in steps, each of them whole or not at all. ``step``: the words of the n-th deed, looked up
    when it is about to be done; ``steps``: how many there are."""

    steps: int

    def begin(self) -> None: ...
    def step(self, n: int, watch: Watch) -> Words: ...


class Nursery:
    """The parent of the children; see ``tests.faults.nursery``."""

    def __init__(self, database: str, moment: datetime | None) -> None:
        words = [sys.executable, "-m", "tests.faults.nursery", database, moment.isoformat() if moment else ""]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def begin(self, words: Words) -> int:
        """The process id of who is about to do it."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(words) + "\n")
        return int(self._line())

    def end(self) -> tuple[bool, int]:
        """Whether it was told that it was done, and how it ended."""
        line, done = self._line(), False
        if line == "done":
            line, done = self._line(), True
        return done, int(line.removeprefix("= "))

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@contextlib.contextmanager
def nursery(database: str, moment: datetime | None = None) -> Iterator[Nursery]:
    found = Nursery(database, moment)
    with found.process as process:
        try:
            yield found
        finally:
            assert process.stdin
            process.stdin.close()


@dataclass
class Alone:
    """How it goes when nobody disturbs: what there is in the end, what of it changes and how that is after each step, and
    how long a step takes, in seconds.
    """

    end: Rows
    states: list[Rows]
    takes: float

    @property
    def moving(self) -> set[str]:
        return set(self.states[0])


def left_alone(scene: Scene, watch: Watch, children: Nursery) -> Alone:
    states, spent = [watch.rows()], []
    for n in range(scene.steps):
        known = watch.others()
        children.begin(scene.step(n, watch))
        begun = time.monotonic()
        assert children.end() == (True, 0)
        spent.append(time.monotonic() - begun)
        watch.settled(known)
        states.append(watch.rows())
    moving = {table for table in states[0] if len({one[table] for one in states}) > 1}
    return Alone(states[-1], [{t: one[t] for t in moving} for one in states], statistics.median(spent))


@dataclass
class Killer:
    """``every``: each so-manieth time it is the server that dies, 0 for never."""

    chance: random.Random
    kills: int
    every: int = 0
    clients: int = 0
    servers: int = 0
    after: int = 0  # of them, how many died when it was done already

    @property
    def rests(self) -> bool:
        return self.clients + self.servers >= self.kills

    def strike(self, child: int, within: float) -> None:
        time.sleep(self.chance.random() * within)
        if self.every and (self.clients + self.servers) % self.every == self.every - 1:
            kill_server()
            self.servers += 1
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def step_by_step(scene: Scene, alone: Alone, watch: Watch, children: Nursery, killer: Killer) -> None:
    """Every step again and again until it is done; after each death there is what there was, or what the step makes."""
    within = alone.takes
    for n in range(scene.steps):
        for tries in range(PATIENCE + 1):
            known, servers = watch.others(), killer.servers
            child = children.begin(scene.step(n, watch))
            if not killer.rests and tries < PATIENCE:
                killer.strike(child, within)
            done, status = children.end()
            if killer.servers > servers:
                known = revive(watch)
            watch.settled(known)
            killer.clients += status == -signal.SIGKILL and killer.servers == servers
            if stands(watch.rows(alone.moving), alone.states, n, done):
                within *= 0.8 if done and not killer.rests else 1.1  # too late: sooner
                killer.after += not done
                if not done and getattr(scene, "asks_again", False):
                    once_more(scene, n, alone, watch, children)
                break
        else:
            raise AssertionError(f"step {n} was never done")


def stands(found: Rows, states: list[Rows], n: int, acknowledged: bool) -> bool:
    """Whether step ``n`` is made; fails when it is half made, made twice, or lost after the answer."""
    if found == states[n + 1]:
        return True
    assert found == states[n], ("half", differences(found, states[n]), differences(found, states[n + 1]))
    assert not acknowledged, "it was answered, and is lost"
    return False


def once_more(scene: Scene, n: int, alone: Alone, watch: Watch, children: Nursery) -> None:
    """Who has had no answer asks again, and changes nothing by it."""
    known = watch.others()
    children.begin(scene.step(n, watch))
    assert children.end() == (True, 0)
    watch.settled(known)
    assert watch.rows(alone.moving) == alone.states[n + 1]


def kill_server() -> None:
    """And see it dead."""
    number = int((environment.HOME.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(number, signal.SIGKILL)
    while environment.CLUSTER.running:
        time.sleep(0.001)


def revive(watch: Watch) -> set[int]:
    """Start the server again; our own connections are gone. Returns whose there are then."""
    connections.close_all()
    assert environment.CLUSTER.start()
    watch.again()
    return watch.others()


@dataclass
class Work:
    """One long piece of work. ``words``: how a worker takes it up; ``sound``: how far it is, and fails if what is there is
    something else; ``takes``: how long a worker may live at first, in seconds.
    """

    words: Callable[[], Words]
    sound: Callable[[], int]
    takes: float
    seen: bool  # whether it can be seen from outside how far it is, before it is over


def until_over(work: Work, children: Nursery, watch: Watch, killer: Killer) -> list[int]:
    """Begun again after each death; how far it had come each time. However slow the machine is, many die soon after a
    chunk, in the next one; the others anywhere.
    """
    reached, within = [work.sound()], work.takes
    while True:
        known, servers = watch.others(), killer.servers
        child, begun = children.begin(work.words()), time.monotonic()
        if not killer.rests:
            if work.seen and killer.chance.random() < 0.7:
                further(child, reached[-1], work)
                within = time.monotonic() - begun
                killer.strike(child, 0.05)
            else:
                killer.strike(child, within)
        done, status = children.end()
        if killer.servers > servers:
            known = revive(watch)
        watch.settled(known)
        killer.clients += status == -signal.SIGKILL and killer.servers == servers
        reached.append(work.sound())
        if not work.seen:
            within *= 1.08
        if done:
            return reached


def further(child: int, before: int, work: Work) -> None:
    """Wait until the work has come further, or is over."""
    while work.sound() == before and Path(f"/proc/{child}").exists():
        time.sleep(0.005)
