"""What a killed worker left lying is taken in."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.letters.box import take_in
from gonghui.kernel.letters.catalogue import HIMSELF
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.reach.actor import system

log = logging.getLogger(__name__)
AT_ONCE = 200
LEFT = timedelta(minutes=2)


@job("letters.left", "收进本人落下的来件", every=5)
def take_what_is_left(run: Run) -> bool:
    waiting = Letter.objects.filter(taken_at=None, at__lt=run.now - LEFT).order_by("at")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    taken = sum(_taken(pk, run) for pk in keys)
    return len(keys) == AT_ONCE and taken > 0


def _taken(pk: UUID, run: Run) -> bool:
    """A letter by which the program itself fails is told in the log by its key, stays, and holds up none behind it."""
    try:
        take_in(pk, actor=system(HIMSELF), now=run.now)
    except Exception as fault:
        log.error("letter %s was not taken in: %s", pk, type(fault).__name__)
        return False
    return True
