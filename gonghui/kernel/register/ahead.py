"""Chunks of an import made ready while the database is still busy with the one before.

The work is the taker's ``ready``: ciphers, hashes, search words; nothing that asks the database. It runs only from
``meanwhile`` on, that is beside the long statements: begun earlier it would hold up, by Python's one lock, the very
work that the database waits for. What is ready lies in this process only and is thrown away with it: a chunk not yet
taken in has left no trace anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import polars as pl

Make = Callable[[pl.DataFrame], pl.DataFrame]
Key = tuple[Any, ...]

_worker = ThreadPoolExecutor(1, "ahead")
_planned: dict[Key, Callable[[], pl.DataFrame]] = {}  # one chunk at most, not begun yet
_next: dict[Key, Future[pl.DataFrame]] = {}  # one chunk at most


def chunk_of(key: Key, lines: pl.DataFrame, start: int, size: int, make: Make) -> pl.DataFrame:
    """The lines from ``start`` on, made ready; the chunk after them is planned for ``meanwhile``.

    ``key`` names the lines: the same key must mean the same lines.
    """
    waiting = _next.pop((*key, start, size), None)
    _next.clear()
    _planned.clear()
    after = start + size
    if after < lines.height:
        _planned[(*key, after, size)] = partial(make, lines.slice(after, size))
    return waiting.result() if waiting else make(lines.slice(start, size))


def meanwhile() -> None:
    """The database is about to work for long by itself: begin on what is planned."""
    while _planned:
        key, make = _planned.popitem()
        _next[key] = _worker.submit(make)
