"""The nightly settling of rosters: people who belong nowhere become members where they were named."""

from __future__ import annotations

from django.utils import timezone

from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.registers.members.actions import settle_all

CHUNK = 1_000  # entries a transaction settles


@job("members.settle", "核对名册", daily="02:30")
def settle_roster(run: Run) -> bool:
    """A chunk at a time, until a pass finds nobody more."""
    settled = settle_all(actor=run.actor, today=timezone.localdate(run.now), most=CHUNK)
    done = run.checkpoint.get("done", 0) + settled
    run.checkpoint["done"] = done
    run.progress(done, done, f"已有 {done:,} 人入会")
    return settled > 0
