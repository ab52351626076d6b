"""Progress for whatever takes long: what is being done, and for how many seconds by now."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gonghui.cli.answers import note

EVERY = 5.0  # seconds between signs of life where a line cannot be rewritten


@contextmanager
def step(label: str) -> Iterator[None]:
    """Say ``label`` at once, keep counting, and say how long it took."""
    begun, over = time.monotonic(), threading.Event()
    ticking = threading.Thread(target=_tick, args=(label, begun, over), daemon=True)
    ticking.start()
    try:
        yield
    finally:
        over.set()
        ticking.join()
    note(f"{_front()}  {label}：{time.monotonic() - begun:.1f} 秒")


def _tick(label: str, begun: float, over: threading.Event) -> None:
    rewriting = sys.stderr.isatty()
    if not rewriting:
        note(f"  {label} …")
    while not over.wait(0.2 if rewriting else EVERY):
        line = f"  {label} … {time.monotonic() - begun:.0f} 秒"
        sys.stderr.write(f"\r{line}" if rewriting else f"{line}\n")
        sys.stderr.flush()


def _front() -> str:
    return "\r\033[K" if sys.stderr.isatty() else ""
