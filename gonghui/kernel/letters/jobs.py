"""What a killed worker left lying is taken in."""

from __future__ import annotations

from datetime import timedelta

from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.letters.box import take_in
from gonghui.kernel.letters.catalogue import HIMSELF
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.reach.actor import system

AT_ONCE = 200
LEFT = timedelta(minutes=2)


@job("letters.left", "收进本人落下的来件", every=5)
def take_what_is_left(run: Run) -> bool:
    waiting = Letter.objects.filter(taken_at=None, at__lt=run.now - LEFT).order_by("at")
    keys = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        take_in(pk, actor=system(HIMSELF), now=run.now)
    return len(keys) == AT_ONCE
