"""Every night: employers new in the register are drawn up, and each subject lies where its employer does."""

from __future__ import annotations

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.work.survey.actions import draw_up
from gonghui.work.survey.actions.rounds import CHUNK
from gonghui.work.survey.selectors import running


@job("survey.draw_up", "摸排对象：列入新登记的用人单位", daily="02:50")
def drawn_up(run: Run) -> bool:
    """Only while somebody is surveying; who never does has no list of subjects."""
    today = day_of(run.now)
    count = draw_up(run.actor, today, CHUNK) if running(run.actor, today).exists() else 0
    done = run.checkpoint["done"] = run.checkpoint.get("done", 0) + count
    run.progress(done, done, f"新列入 {done:,} 家")
    return count == CHUNK
