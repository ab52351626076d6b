"""Forks people who make one move each: everything is imported once, nothing has run yet.

Started as ``python -m tests.mover DATABASE``; reads "matter move account post day" lines. The child answers with its
process id when it is about to begin; then comes its exit status (negative: the signal that killed it).
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date

LINGERS = 0.1  # seconds a child lives on after its move


def main(database: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    for words in settings.DATABASES.values():
        words["NAME"] = database
    django.setup()
    from django.urls import reverse

    reverse("home")  # once, before any fork
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            move(*line.split())
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, flush=True)


def move(item: str, key: str, account: str, post: str, day: str) -> None:
    from uuid import UUID

    from gonghui.kernel.jobs.actions import acting_for
    from gonghui.kernel.process.moving import advance
    from gonghui.kernel.reach.session import acting
    from tests.procedures import at

    today = date.fromisoformat(day)
    answers = {"unveiled_on": today} if key == "unveil" else {}
    with acting(acting_for(int(account), int(post))) as actor:
        print(os.getpid(), flush=True)
        advance(UUID(item), key, actor=actor, now=at(today), **answers)
    time.sleep(LINGERS)


if __name__ == "__main__":
    main(sys.argv[1])
