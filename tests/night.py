"""A worker at a given hour, with one piece of regular work of many chunks.

Started as ``python -m tests.night DATABASE MOMENT``; the clock stands at MOMENT. Each chunk leaves one entry in
the journal, so that a chunk done twice, or never, is seen.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime

KIND, CHUNKS = "tests.night", 40


def declare() -> None:
    from gonghui.kernel.jobs.catalogue import RHYTHMS, Run, job
    from gonghui.kernel.journal.actions import record, verb

    RHYTHMS.clear()
    done = verb("tests.night", "夜里办的事", "n")

    @job(KIND, "夜里的事", daily="02:30")
    def work(run: Run) -> bool:
        n = run.checkpoint.get("n", 0) + 1
        record(run.actor, done, run.job, unit_id=None, n=n)
        time.sleep(0.05)
        run.checkpoint["n"] = n
        run.progress(n, CHUNKS, "")
        return n < CHUNKS


def main(database: str, moment: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    for words in settings.DATABASES.values():
        words["NAME"] = database
    django.setup()
    from django.utils import timezone

    from gonghui.kernel import clock
    from gonghui.kernel.jobs import worker

    fixed = timezone.make_aware(datetime.fromisoformat(moment))
    clock.now = lambda: fixed
    clock.today = fixed.date
    worker.HEARTBEAT, worker.SILENCE, worker.LOOK = 0.3, 1.5, 0.3
    declare()
    worker.run_worker("night")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
