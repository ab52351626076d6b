"""The sender: a thread of the worker's process that empties the outbox, whatever long job is running beside it."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection

from gonghui.kernel import clock
from gonghui.kernel.notices.catalogue import Urgency
from gonghui.kernel.notices.models import Delivery, OneTimeCode
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

EVERY = 2.0  # seconds between looks; somebody who signs in waits for a code
CODES_KEPT = timedelta(days=2)  # the limits per number look back one day
KEPT = timedelta(days=90)  # how long it can be seen that a message left
log = logging.getLogger(__name__)


def send_regularly(over: threading.Event, every: float = EVERY) -> None:
    """Until ``over``; a failure of the database waits for the next look."""
    tidied = None
    while True:
        close_old_connections()
        try:
            if tidied != (tidied := clock.today()):
                forget()
            while send_due(clock.now):
                if over.is_set():
                    break
        except DatabaseError:
            log.warning("nothing could be sent this time", exc_info=True)
            connection.close()
        if over.wait(every):
            connection.close()
            return


def forget() -> int:
    """Messages that left or were given up long ago, and codes that no longer work; once a day."""
    now = clock.now()
    with acting(system()):
        OneTimeCode.objects.filter(made_at__lt=now - CODES_KEPT).delete()
        Delivery.objects.filter(urgency=Urgency.NOW, made_at__lt=now - CODES_KEPT).delete()
        return (
            Delivery.objects.exclude(state__in=("waiting", "sending"))
            .filter(made_at__lt=now - KEPT)
            .delete()[0]
        )
