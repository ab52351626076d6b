"""``gonghui worker``: runs jobs, and seals the journal once a minute."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from gonghui.cli.answers import Answer
from gonghui.cli.parser import Words
from gonghui.kernel.jobs.worker import run_worker
from gonghui.kernel.journal.sealing import seal_all
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

SEAL_EVERY = 60.0  # seconds
log = logging.getLogger(__name__)


def work(asked: Words) -> Answer:
    over = threading.Event()
    sealing = threading.Thread(target=seal_regularly, args=(over,), daemon=True)
    sealing.start()
    try:
        run_worker()
    finally:
        over.set()
        sealing.join(2)
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
