"""``gonghui worker``: runs jobs, seals the journal once a minute, and sends what people are told."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack, suppress

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from gonghui.cli.answers import Answer
from gonghui.cli.parser import Words
from gonghui.cli.standing_in import show
from gonghui.kernel.jobs.worker import run_worker
from gonghui.kernel.journal.sealing import seal_all
from gonghui.kernel.notices.jobs import send_regularly
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import POST_PORT, WEB_PORT
from gonghui.kernel.notices.standin.serving import serving
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

SEAL_EVERY = 60.0  # seconds
log = logging.getLogger(__name__)


def work(asked: Words) -> Answer:
    over = threading.Event()
    with ExitStack() as kept:
        if settings.DEMO:
            play_gateways(kept)
        work_until(over)
    return Answer("")


def play_gateways(kept: ExitStack) -> None:
    """In a demonstration nothing leaves this machine: what would have is printed. Somebody else may play already."""
    with suppress(OSError):
        kept.enter_context(serving(Box(told=show), WEB_PORT, POST_PORT))


def work_until(over: threading.Event) -> None:
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
