"""The rule of silence: who has not answered in time has agreed that a member goes."""

from __future__ import annotations

from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.jobs.catalogue import Run, job
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.triggered import come_from_outside
from gonghui.work.belonging import rules
from gonghui.work.belonging.process import TRANSFER

CHUNK = 100
NONE = "00000000-0000-0000-0000-000000000000"


@job("belonging.silence", "转会：转出方期满没有答复，视为同意", daily="02:10")
def silence(run: Run) -> bool:
    """A chunk of the transfers whose present union's time is over; one that cannot go on holds up no other."""
    after, done = run.checkpoint.get("after", NONE), run.checkpoint.get("done", 0)
    late = WorkItem.objects.visible_to(run.actor).filter(
        process_key=TRANSFER.key, stage_key="releasing", closed_on=None, paused_on=None, due_on__lt=day_of(run.now)
    )  # fmt: skip
    found = list(late.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    for pk in found:
        try:
            with transaction.atomic():
                come_from_outside(pk, "silent", actor=run.actor, now=run.now, text=rules.SILENT)
            done += 1
        except MoveRefused:
            continue
    run.checkpoint.update(after=str(found[-1]) if found else after, done=done)
    run.progress(done, done, f"视为同意转出 {done:,} 件")
    return len(found) == CHUNK
