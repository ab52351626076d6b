"""A module run as a child process with little memory, little time and no secrets.

The child is started, never forked from the serving process: it lowers its own limits before it imports the
module that touches the file. It answers through files in a folder the caller names, never through pickles.
Only PATH, LANG and PYTHONPATH reach it, so that no key or database address can leak from a broken parser.
"""

from __future__ import annotations

import os
import resource
import runpy
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_MB = 1 << 20
_TAIL = 64 * 1024
_ROOT = Path(__file__).resolve().parents[3]


class Reason(StrEnum):
    """Why a child did not finish."""

    MEMORY = "memory"
    TIME = "time"
    CRASHED = "crashed"


SENTENCES: Mapping[Reason, str] = {
    Reason.MEMORY: "这个文件展开后太大，处理到一半停下了，没有改动任何数据。"
    "请把有内容的部分复制到新的文件，或拆成几个文件再上传。",
    Reason.TIME: "这个文件处理的时间太长，已停下，没有改动任何数据。请拆成几个小一些的文件再上传。",
    Reason.CRASHED: "这个文件里有无法处理的内容，已停下，没有改动任何数据。请重新打开并另存一份，再上传。",
}


class ChildFailed(Exception):
    """The child was stopped or fell over; ``sentence`` is for the user, ``detail`` for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason
        self.sentence = SENTENCES[reason]
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Finished:
    """A child that ended well; ``output`` is the end of what it printed."""

    seconds: float
    output: str


def run_limited(
    module: str,
    args: Sequence[str] = (),
    *,
    memory_mb: int = 1_024,
    seconds: float = 30,
    output_mb: int = 512,
) -> Finished:
    """Run ``python -m module args``; ``output_mb`` bounds each file it writes. Raises ``ChildFailed``."""
    own = [str(memory_mb), str(max(1, int(seconds))), str(output_mb), module, *args]
    command = [sys.executable, "-P", "-s", "-m", __name__, *own]
    begun = time.monotonic()
    with TemporaryFile() as printed:
        code = _run(command, printed, seconds)
        output = _tail(printed)
    if code != 0:
        raise ChildFailed(_reason(code, output), f"exit {code}: {output[-2_000:]}")
    return Finished(time.monotonic() - begun, output)


def _run(command: Sequence[str], printed: IO[bytes], seconds: float) -> int | None:
    """Exit code, negative for a signal, None when the time was up; nothing of the child's group outlives it."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=printed,
        stderr=printed,
        env=_environment(),
        start_new_session=True,
    )
    try:
        ended = _ends_within(child.pid, seconds)
    finally:  # also what the child has started itself; its number is ours until it is waited for
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        code = child.wait()
    return code if ended else None


def _ends_within(pid: int, seconds: float) -> bool:
    """Wakes as soon as the process ends, without reaping it."""
    descriptor = os.pidfd_open(pid)
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


def _environment() -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "PYTHONUTF8": "1",
        # One arena and one thread: otherwise address space is reserved that the limit would count.
        "MALLOC_ARENA_MAX": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "POLARS_MAX_THREADS": "1",
    }


def _tail(printed: IO[bytes]) -> str:
    printed.seek(max(0, printed.seek(0, os.SEEK_END) - _TAIL))
    return printed.read().decode("utf-8", errors="replace")


_OUT_OF_MEMORY = (
    "MemoryError",
    "memory allocation of",
    "bad_alloc",
    "Cannot allocate memory",
    "out of memory",
)


def _reason(code: int | None, output: str) -> Reason:
    if code is None or code == -signal.SIGXCPU:
        return Reason.TIME
    if code == -signal.SIGKILL or any(sign in output for sign in _OUT_OF_MEMORY):
        return Reason.MEMORY
    return Reason.CRASHED


def _lower_limits(memory_mb: int, seconds: int, output_mb: int) -> None:
    limits = {
        resource.RLIMIT_AS: (memory_mb * _MB, memory_mb * _MB),
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (output_mb * _MB, output_mb * _MB),
        resource.RLIMIT_NOFILE: (64, 64),
        resource.RLIMIT_CORE: (0, 0),
    }
    for name, value in limits.items():
        resource.setrlimit(name, value)


def _become(argv: Sequence[str]) -> None:
    memory_mb, seconds, output_mb, module, *args = argv
    _lower_limits(int(memory_mb), int(seconds), int(output_mb))
    sys.argv = [module, *args]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _become(sys.argv[1:])
