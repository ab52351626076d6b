"""Children that are kept alive while we live, and stopped in order when we are told to stop."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from gonghui.cli.answers import note
from gonghui.kernel.database.cluster import Cluster, NoDatabase

LOOK = 0.3  # seconds between looks
PAUSES = (0.0, 1.0, 5.0, 15.0, 30.0)  # seconds before the next restart, by how many there have been lately
STEADY = 60.0  # a child that has lived this long may fail again as if for the first time
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process we keep: how it is started, and how long it may take to stop."""

    name: str
    words: Sequence[str]
    env: Mapping[str, str]
    patience: float
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    begun: float = field(default=0.0)
    again_at: float = 0.0

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only us; ended by the system should we be killed."""
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            self.words, env=dict(self.env), stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=_end_with_parent,
        )  # fmt: skip

    def look(self, now: float) -> None:
        """Start it again if it has died, later and later if it keeps dying."""
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif (status := self.process.poll()) is not None:
            self._kill_rest()
            self.falls = 1 if now - self.begun > STEADY else self.falls + 1
            pause = PAUSES[min(self.falls, len(PAUSES)) - 1]
            note(f"{self.name}意外停止（状态 {status}），{f'{pause:.0f} 秒后' if pause else '马上'}重新启动")
            self.process, self.again_at = None, now + pause

    def stop(self) -> None:
        """Asked first. What must then be killed was in a transaction; the next start takes it up."""
        if self.process is None:
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self._kill_rest()

    def _kill_rest(self) -> None:
        """The child and whatever it started itself: a web server killed outright leaves its workers listening."""
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Kept(Protocol):
    """Whatever is looked after: a process of ours, or the database."""

    def look(self, now: float) -> None: ...
    def stop(self) -> None: ...


@dataclass
class Server:
    """The database in the data folder, started again in its place should it die; whoever started it stops it."""

    cluster: Cluster
    falls: int = 0
    again_at: float = 0.0

    def look(self, now: float) -> None:
        if now < self.again_at or self.cluster.running:
            return
        note("数据库意外停止，正在重新启动")
        try:
            self.cluster.start()
        except NoDatabase as fault:
            self.falls += 1
            pause = PAUSES[min(self.falls, len(PAUSES) - 1)]
            note(f"{fault}。{pause:.0f} 秒后再试")
            self.again_at = now + pause
        else:
            self.falls = 0
            note("数据库已重新启动，确认过的内容都在")

    def stop(self) -> None:
        pass


def supervise(children: Sequence[Kept], told: threading.Event) -> None:
    """Until told to stop; then each in turn, the first in the list first."""
    try:
        while not told.wait(LOOK):
            for child in children:
                child.look(time.monotonic())
    finally:
        for child in children:
            child.stop()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
