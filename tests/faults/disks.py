"""A disk of a few kilobytes that can be filled, emptied, enlarged and made read-only. Only root may make one."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class Disk:
    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> None:
        """To the last byte."""
        with contextlib.suppress(OSError), (self.path / "filler").open("ab", buffering=0) as filler:
            while True:
                filler.write(bytes(4096))

    def empty(self) -> None:
        (self.path / "filler").unlink()

    def again(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.path)], check=True)


@contextlib.contextmanager
def small_disk(path: Path, size: str, owner: str = "") -> Iterator[Disk]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk of its own")
    path.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "gonghui-tests", str(path)], check=True)
    try:
        if owner:
            shutil.chown(path, owner)
        yield Disk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)
