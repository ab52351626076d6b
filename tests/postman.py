"""Forks senders, fast: everything is imported once, nothing has run yet.

Started as ``python -m tests.postman DATABASE URL LEASE``; a line read forks a sender that works until nothing is
due; answers with its process id, and with its exit status when it has ended (negative: the signal that killed it).
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta


def main(database: str, url: str, lease: float) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    for words in settings.DATABASES.values():
        words["NAME"] = database
    django.setup()
    from django.urls import reverse

    from gonghui.kernel.notices import sending  # noqa: F401  # once, before any fork
    from gonghui.kernel.notices.standin.ports import words as stand_in

    reverse("notices")
    settings.GATEWAYS = stand_in(url)
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            work(timedelta(seconds=lease))
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


def work(lease: timedelta) -> None:
    """Until two looks, a lease apart, find nothing."""
    from gonghui.kernel import clock
    from gonghui.kernel.notices.sending import send_due

    idle = 0
    while idle < 2:
        if send_due(clock.now, lease=lease):
            idle = 0
        else:
            idle += 1
            time.sleep(lease.total_seconds())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
