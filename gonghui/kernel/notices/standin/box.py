"""What a stand-in has received, and how it has been told to fail."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["busy", "limit", "refuse", "hang", "drop", "token", "nobody"]
"""``busy`` 5xx; ``limit`` too often; ``refuse`` never; ``hang`` no answer in time; ``drop`` taken, but the line
breaks before the answer; ``token`` forgets the tokens it gave; ``nobody`` knows no such receiver."""


@dataclass(frozen=True)
class Received:
    channel: str
    key: str
    to: str
    text: str


@dataclass
class Box:
    """``messages``: by key, each once; ``offers``: how often each key came."""

    messages: dict[str, Received] = field(default_factory=dict)
    offers: Counter[str] = field(default_factory=Counter)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    told: Callable[[Received], None] = lambda _: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fault(self, channel: str) -> Fault | None:
        """The next thing that is to go wrong on this channel."""
        with self.lock:
            return self.faults[channel].popleft() if self.faults[channel] else None

    def take(self, one: Received) -> bool:
        """Keep a message; False when its key was known, and it is one repetition more."""
        with self.lock:
            self.offers[one.key] += 1
            if one.key in self.messages:
                return False
            self.messages[one.key] = one
        self.told(one)
        return True

    def of(self, channel: str) -> list[Received]:
        with self.lock:
            return [one for one in self.messages.values() if one.channel == channel]
