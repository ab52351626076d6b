"""``gonghui worker``: runs jobs, seals the journal once a minute, and sends what people are told."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from gonghui.cli.answers import Answer
from gonghui.cli.parser import Words
from gonghui.kernel.jobs.worker import run_worker
from gonghui.kernel.journal.sealing import seal_all
from gonghui.kernel.notices.jobs import send_regularly
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

SEAL_EVERY = 60.0  # seconds
log = logging.getLogger(__name__)


def work(asked: Words) -> Answer:
    over = threading.Event()
    beside = [
        threading.Thread(target=turn, args=(over,), daemon=True) for turn in (seal_regularly, send_regularly)
    ]
    for thread in beside:
        thread.start()
    try:
        run_worker()
    finally:
        over.set()
        for thread in beside:
            thread.join(2)
    return Answer("")


def seal_regularly(over: threading.Event, every: float = SEAL_EVERY) -> None:
    """What was written stays unsealed for at most ``every`` seconds; a failure waits for the next turn."""
    while True:
        close_old_connections()
        try:
            with acting(system()):
                seal_all()
        except DatabaseError:
            log.warning("the journal could not be sealed this time", exc_info=True)
            connection.close()
        if over.wait(every):
            connection.close()
            return
