"""A database of the benchmark's own: fresh, real settings (fsync on), gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch() -> Iterator[Path]:
    """Start a cluster in a temporary folder, migrate it, set Django up against it as the application's role."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    os.environ |= {
        "GONGHUI_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GONGHUI_DEMO": "1",
    }
    from gonghui.kernel.database.cluster import Cluster
    from gonghui.kernel.database.home import home
    from gonghui.kernel.secrets.keyfile import create_ring

    home.cache_clear()
    cluster = Cluster(home())
    try:
        cluster.start()
        create_ring(home().secrets / "keys.json")
        for words in (["migrate"], ["createcachetable"]):
            command = [sys.executable, "-m", "django", *words, "--database", "owner", "-v", "0"]
            subprocess.run(command, check=True, env=os.environ | {"GONGHUI_AS_OWNER": "1"})
        import django

        django.setup()
        yield folder
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
