"""Totals go on to the new day, and once a night everything is counted anew and must be the same."""

from __future__ import annotations

import logging
from typing import Any

from gonghui.kernel.clock import day_of
from gonghui.kernel.indicators.folding import folded, recount
from gonghui.kernel.indicators.models import Total
from gonghui.kernel.jobs.catalogue import Run, job

log = logging.getLogger(__name__)


@job("indicators.fold", "统计：计入变动", every=5)
def fold(run: Run) -> bool:
    today = day_of(run.now)
    folded(today, otherwise=today)
    return False


@job("indicators.recount", "统计：全部重算并核对", daily="02:20")
def check(run: Run) -> bool:
    """What was kept by changes must equal what is counted anew; if not, the new count stays and the log says so."""
    today = day_of(run.now)
    folded(today, otherwise=today)
    before = _all()
    recount(today)
    after = _all()
    differing = sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
    if differing:
        log.error("figures: %d nodes differed from a full count and were corrected", differing)
    run.progress(1, 1, "全部重算过了", 节点=len(after), 不一致=differing)
    return False


def _all() -> dict[tuple[int, str], Any]:
    return {(unit, tree): counts for unit, tree, counts in Total.objects.values_list("unit_id", "tree", "counts") if counts}  # fmt: skip
