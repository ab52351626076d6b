"""Forks children that do one deed each, fast: everything is imported once, nothing has run yet.

Started as ``python -m tests.faults.nursery DATABASE MOMENT`` ("" for the running clock). Reads lines of JSON, [deed,
words…]; the child says its process id when it is about to begin and "done" when it has been told that it is done; then
comes "= STATUS" (negative: the signal that killed it).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

LINGERS = 0.02  # seconds an answer is on its way: what is done and not yet told may die too


def main(database: str, moment: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.conf import settings

    for words in settings.DATABASES.values():
        words["NAME"] = database
    settings.INSTALLED_APPS.append("tests.faults.later")
    django.setup()
    prepare(moment)
    for line in sys.stdin:
        deed, *words = json.loads(line)
        if (child := os.fork()) == 0:
            status = live(DEEDS[deed], words)
            os._exit(status)
        print(f"= {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}", flush=True)


def prepare(moment: str) -> None:
    """What every child would do first, once, before any fork."""
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    import gonghui.kernel.notices.sending  # noqa: F401
    from gonghui.kernel import clock
    from gonghui.kernel.process.definition import PROCESSES
    from gonghui.kernel.process.tests.sample import FAULT

    PROCESSES["fault"] = FAULT
    setup_test_environment(debug=False)
    reverse("home")
    if moment:
        fixed = datetime.fromisoformat(moment)
        clock.now, clock.today = (lambda: fixed), fixed.date


def live(deed: Callable[..., bool], words: list[Any]) -> int:
    print(os.getpid(), flush=True)
    try:
        done = deed(*words)
    except Exception as fault:  # the database has gone away under it
        print(f"{deed.__name__}: {fault}", file=sys.stderr)
        return 1
    time.sleep(LINGERS)
    if done:
        print("done", flush=True)
    return 0 if done else 2


def job(key: str, account: int, post: int, chunk: int) -> bool:
    """A worker takes the job up where it stands."""
    from gonghui.kernel.jobs.actions import run_job
    from gonghui.kernel.register import jobs
    from gonghui.registers.members import jobs as settling

    jobs.CHUNK = settling.CHUNK = chunk
    run_job.call(key, account, post)
    return True


def page(session: str, url: str, data: Any) -> bool:
    """A form, or a phone's JSON, handed in at an address; done when the answer says so."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session
    if isinstance(data, dict) and "records" in data:
        answer = client.post(url, json.dumps(data), content_type="application/json")
        states = (
            [one["state"] for one in answer.json()["answers"].values()]
            if answer.status_code == 200
            else ["again"]
        )
        return "again" not in states
    return client.post(url, data).status_code == 302


def move(item: str, key: str, account: int, post: int, day: str) -> bool:
    """One step of a procedure, with the papers it writes."""
    from gonghui.kernel.jobs.actions import acting_for
    from gonghui.kernel.process.moving import advance
    from gonghui.kernel.reach.session import acting
    from tests.procedures import at

    today = date.fromisoformat(day)
    answers = {"unveiled_on": today} if key == "unveil" else {}
    with acting(acting_for(account, post)) as actor:
        advance(UUID(item), key, actor=actor, now=at(today), **answers)
    return True


def send(url: str, seconds: float) -> bool:
    """A sender works until two looks, a lease apart, find nothing."""
    from django.conf import settings

    from gonghui.kernel import clock
    from gonghui.kernel.notices.sending import send_due
    from gonghui.kernel.notices.standin.ports import words

    settings.GATEWAYS = words(url)
    idle = 0
    while idle < 2:
        if send_due(clock.now, lease=timedelta(seconds=seconds)):
            idle = 0
        else:
            idle += 1
            time.sleep(seconds)
    return True


def upgrade() -> bool:
    """What ``gonghui setup`` does to the tables when a newer program is there."""
    from gonghui.cli.preparing import prepare_tables

    prepare_tables()
    return True


DEEDS: dict[str, Callable[..., bool]] = {
    "job": job,
    "page": page,
    "move": move,
    "send": send,
    "upgrade": upgrade,
}

if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
