"""The kinds of long work there are; each is a function that does one chunk and says whether more is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gonghui.kernel.jobs.models import Job
from gonghui.kernel.jobs.rules import Rhythm, rhythm
from gonghui.kernel.reach.actor import Actor


@dataclass
class Run:
    """One chunk's view of its job. What is set here is saved with the chunk's effect, or not at all."""

    job: Job
    actor: Actor
    now: datetime

    @property
    def arguments(self) -> dict[str, Any]:
        found: dict[str, Any] = self.job.arguments
        return found

    @property
    def checkpoint(self) -> dict[str, Any]:
        found: dict[str, Any] = self.job.checkpoint
        return found

    def progress(self, done: int, total: int, message: str, **counts: int) -> None:
        self.job.done, self.job.total, self.job.message = done, total, message
        self.job.counts = [{"label": label, "n": n} for label, n in counts.items()]


class JobRefused(Exception):
    """Why a job cannot go on; the text is shown to the person it runs for."""


Chunk = Callable[[Run], bool]
KINDS: dict[str, tuple[str, Chunk]] = {}
RHYTHMS: dict[str, Rhythm] = {}  # the kinds that begin by themselves


def job(key: str, label: str, *, daily: str = "", every: int = 0) -> Callable[[Chunk], Chunk]:
    """Declare a kind of job. The function does one chunk inside a transaction; True means more is left.

    ``daily="02:30"`` or ``every=15`` (minutes): it begins by itself, once per such moment however many workers
    there are, and once after a standstill; it then runs as the program itself, reaching everything.
    """

    def declare(function: Chunk) -> Chunk:
        KINDS[key] = (label, function)
        if daily or every:
            RHYTHMS[key] = rhythm(daily, every)
        return function

    return declare
