"""Forks processes that run one job each, fast: everything is imported once, nothing has run yet.

Started as ``python -m tests.nursery DATABASE CHUNK``; reads "key account post" lines, answers with the child's
process id, and with its exit status when it has ended (negative: the signal that killed it).
"""

from __future__ import annotations

import os
import sys


def main(database: str, chunk: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    for words in settings.DATABASES.values():
        words["NAME"] = database
    django.setup()
    from gonghui.kernel.jobs.actions import run_job
    from gonghui.kernel.register import jobs
    from gonghui.registers.members import jobs as settling

    jobs.CHUNK = settling.CHUNK = chunk
    for line in sys.stdin:
        key, account, post = line.split()
        if (child := os.fork()) == 0:
            run_job.call(key, int(account), int(post))
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
