"""What was refused and nobody came back for is not kept for ever."""

from __future__ import annotations

from datetime import timedelta

from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.sync.catalogue import REFUSED
from gonghui.kernel.sync.models import Arrival

KEPT = timedelta(days=90)


@job("sync.forget", "清理没收下的手机来件", daily="03:10")
def forget_refused(run: Run) -> bool:
    """Empty what has waited too long; the id stays, so that it cannot arrive a second time."""
    old = Arrival.objects.filter(state=REFUSED, content__isnull=False, received_at__lt=run.now - KEPT)
    run.progress(old.update(content=None), 0, "已清理")
    return False
