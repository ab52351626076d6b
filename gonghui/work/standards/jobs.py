"""Every night: how every assessed union stands is judged anew, and must be what was kept by changes."""

from __future__ import annotations

import logging

from gonghui.kernel.indicators.derived import caught_up
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.work.standards.actions import rejudge
from gonghui.work.standards.models import Assessment

CHUNK = 500
log = logging.getLogger(__name__)


@job("standards.judge", "达标情况：按台账重新核对", daily="03:40")
def judge(run: Run) -> bool:
    after = run.checkpoint.get("after", 0)
    rows = Assessment.objects.visible_to(run.actor).filter(unit_id__gt=after)
    units = list(rows.order_by("unit_id").values_list("unit_id", flat=True).distinct()[:CHUNK])
    if not units:
        return False
    caught_up()
    differing = rejudge(units, actor=run.actor)
    if differing:
        log.error("standings: %d rows differed from a fresh judgement and were corrected", differing)
    changed = run.checkpoint.get("changed", 0) + differing
    run.checkpoint["after"], run.checkpoint["changed"] = units[-1], changed
    seen = run.checkpoint["seen"] = run.checkpoint.get("seen", 0) + len(units)
    run.progress(seen, seen, f"核对 {seen:,} 家，有变化 {changed:,} 处")
    return True
