"""Installations of the tests' own, and the command line as an operator runs it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.database.home import PACKAGE, Home
from tests.environment import HOME

SMALL_COUNTY = """
from gonghui.cli.surroundings import load_django
load_django()
from datetime import date
from demo.load import load
load(small=True, today=date(2026, 9, 28))
"""


@contextmanager
def a_home() -> Iterator[Home]:
    """An empty data folder, where the database's own account can reach it; its server is gone afterwards."""
    home = Home(HOME.path / f"cli-{uuid4().hex[:6]}")
    try:
        yield home
    finally:
        Cluster(home).stop()
        shutil.rmtree(home.path, ignore_errors=True)


def environment(home: Home, **more: str) -> dict[str, str]:
    ours = ("GONGHUI_", "DATABASE_", "DJANGO_", "PYTEST_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return kept | {"GONGHUI_HOME": str(home.path), "PYTHONPATH": str(PACKAGE.parent)} | more


def gonghui(home: Home, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gonghui.cli", *map(str, words)]
    return subprocess.run(
        command, env=environment(home, **more), capture_output=True, text=True, check=False, timeout=120
    )


def answer(home: Home, *words: str | Path, status: int = 0) -> Any:
    """What the command says in JSON; its status must be ``status``."""
    done = gonghui(home, *words, "--json")
    assert done.returncode == status, done.stderr
    return json.loads(done.stdout)


def refusal(home: Home, *words: str | Path, **more: str) -> str:
    """The last line of a command that must refuse, in one sentence and without a trace."""
    done = gonghui(home, *words, **more)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done.stderr.strip().splitlines()[-1]


def python(home: Home, program: str) -> str:
    """What a program prints that runs in the installation's surroundings."""
    words = [sys.executable, "-c", program]
    done = subprocess.run(
        words,
        env=environment(home, GONGHUI_DEMO="1"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
