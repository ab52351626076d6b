"""Where an installation keeps what must outlive a restart: the cluster, the keys, the uploads."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
SOCKET_NAME_ROOM = 24  # "/.s.PGSQL.5432.lock" and a spare; a socket's whole path must stay under 108 bytes


@dataclass(frozen=True)
class Home:
    """The data folder of one installation; two checkouts never share one."""

    path: Path

    @property
    def cluster(self) -> Path:
        return self.path / "cluster"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def sockets(self) -> Path:
        """A folder for the database's socket; moved to the temporary folder when the path is too long."""
        near = self.path / "run"
        if len(str(near)) + SOCKET_NAME_ROOM < 100:
            return near
        return Path(tempfile.gettempdir()) / f"gonghui-{fingerprint(self.path)}"

    def prepare(self) -> None:
        for folder in (self.path, self.secrets, self.files, self.work):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def fingerprint(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def base() -> Path:
    """The checkout the package lies in, or the working folder when it was installed from a wheel."""
    checkout = PACKAGE.parent
    return checkout if (checkout / "pyproject.toml").exists() else Path.cwd()


@cache
def home() -> Home:
    """``GONGHUI_HOME``; else below ``/var/lib`` for root (the database needs a user of its own there),
    else the checkout's ignored ``var/``."""
    if given := os.environ.get("GONGHUI_HOME"):
        return Home(Path(given).resolve())
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Home(Path("/var/lib/gonghui") / fingerprint(base()))
    return Home(base() / "var")
