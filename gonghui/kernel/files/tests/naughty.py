"""A child for the tests that does what it is told."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def eat() -> None:
    bytearray(1 << 30)


def spin() -> None:
    while True:
        pass


def fail() -> None:
    raise RuntimeError("broken")


def fill() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(bytes(2 << 20))


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def spawn() -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(sys.argv[2]).write_text(str(child.pid))
    time.sleep(60)


DEEDS: dict[str, Callable[[], object]] = {
    "say": lambda: say("好"),
    "eat": eat,
    "spin": spin,
    "sleep": lambda: time.sleep(60),
    "abort": os.abort,
    "raise": fail,
    "fill": fill,
    "spawn": spawn,
    "environment": lambda: say(*os.environ),
    "modules": lambda: say("pytest" in sys.modules),
}

if __name__ == "__main__":
    DEEDS[sys.argv[1]]()
