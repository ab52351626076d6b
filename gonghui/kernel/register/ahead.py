"""Chunks of an import made ready while the database is still busy with the one before.

The work is the taker's ``ready``: ciphers, hashes, search words; nothing that asks the database. What is ready lies
in this process only and is thrown away with it: a chunk not yet taken in has left no trace anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import polars as pl

Make = Callable[[pl.DataFrame], pl.DataFrame]

_worker = ThreadPoolExecutor(1, "ahead")
_next: dict[tuple[Any, ...], Future[pl.DataFrame]] = {}  # one chunk at most


def chunk_of(key: tuple[Any, ...], lines: pl.DataFrame, start: int, size: int, make: Make) -> pl.DataFrame:
    """The lines from ``start`` on, made ready; the chunk after them is begun on before this returns.

    ``key`` names the lines: the same key must mean the same lines.
    """
    waiting = _next.pop((*key, start, size), None)
    _next.clear()
    after = start + size
    found = waiting.result() if waiting else make(lines.slice(start, size))
    if after < lines.height:
        _next[(*key, after, size)] = _worker.submit(make, lines.slice(after, size))
    return found
