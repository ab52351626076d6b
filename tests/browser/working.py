"""The process that runs jobs, on the database of the tests. ``python -m tests.browser.working DATABASE``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections


@contextmanager
def worker() -> Iterator[None]:
    """A real worker beside the test, ended with it."""
    name = connections["default"].settings_dict["NAME"]
    with subprocess.Popen([sys.executable, "-m", "tests.browser.working", name]) as process:
        try:
            yield
        finally:
            process.terminate()


def main(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    for words in settings.DATABASES.values():
        words["NAME"] = database
    django.setup()
    from gonghui.kernel.jobs.worker import run_worker

    run_worker("browser-tests")


if __name__ == "__main__":
    main(sys.argv[1])
