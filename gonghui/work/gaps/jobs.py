"""Every night: what each finder finds is held against the ledger."""

from __future__ import annotations

from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.rules import FINDERS

CHUNK = 100


@job("gaps.find", "缺口台账：对照数据列入、更新、建议销号", daily="04:10")
def find(run: Run) -> bool:
    """A chunk of what one finder finds; rules are taken in the order of their keys."""
    after = run.checkpoint.get("after", "")
    key = next((one for one in sorted(FINDERS) if one > after), None)
    if key is None:
        return False
    counts, more = sweep(FINDERS[key], actor=run.actor, now=run.now, most=CHUNK)
    for name, count in counts.items():
        run.checkpoint[name] = run.checkpoint.get(name, 0) + count
    if not more:
        run.checkpoint["after"] = key
    said = {name: run.checkpoint[name] for name in counts}
    run.progress(
        said["opened"], said["opened"],
        f"新列 {said['opened']:,} 件，重新出现 {said['reopened']:,} 件，建议销号 {said['proposed']:,} 件",
    )  # fmt: skip
    return True
