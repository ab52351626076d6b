"""Loaded before Django: a real database of the tests' own, and the owner's connection beside the app's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gonghui.kernel.database.cluster import Cluster  # noqa: E402
from gonghui.kernel.database.home import Home, home  # noqa: E402

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
HOME = Home(
    home().path.with_name(f"{home().path.name}-{WORKER or 'tests'}")
)  # each worker has a cluster of its own
os.environ.update(
    GONGHUI_HOME=str(HOME.path), GONGHUI_AS_OWNER="1", GONGHUI_TESTS="1", GONGHUI_DEMO="1",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright's loop runs beside ordinary, synchronous tests
)  # fmt: skip
home.cache_clear()
CLUSTER = Cluster(HOME, tests=True)
STARTED = CLUSTER.start()


def pytest_configure(config) -> None:
    (HOME.path / "static").mkdir(exist_ok=True)
    from gonghui.kernel.secrets.keyfile import create_ring

    if not (ring := HOME.secrets / "keys.json").exists():
        create_ring(ring)


def pytest_unconfigure(config) -> None:
    if STARTED:
        CLUSTER.stop()
