"""Work that begins by itself: once per due moment, whoever looks, and once after a standstill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from gonghui.kernel.jobs.actions import REGULAR, START, run_job
from gonghui.kernel.jobs.catalogue import KINDS, RHYTHMS
from gonghui.kernel.jobs.models import STATES, Job
from gonghui.kernel.journal.actions import record
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting

PATIENCE = timedelta(days=1)  # how long an unfinished turn keeps the next one waiting
KEPT = timedelta(days=90)  # how long the turns that went well are remembered
LAST = "SELECT kind, slot, state, error, started_at, finished_at FROM jobs_regular()"
FIRST_SEEN = "第一次登记，从下一个时间起按时办"


def begin_due(now: datetime) -> list[Job]:
    """Begin every kind whose latest moment has not been served; what was missed before it is not made up for."""
    begun = [_begin(kind, rhythm.latest(now), now) for kind, rhythm in RHYTHMS.items()]
    return [job for job in begun if job is not None]


def _begin(kind: str, slot: datetime, now: datetime) -> Job | None:
    with acting(system(REGULAR)) as actor:
        _one_at_a_time(kind)
        last = Job.objects.filter(kind=kind, slot__isnull=False).order_by("-slot").first()
        if (
            last is None or last.slot is None
        ):  # a new installation does not begin with a night it has not seen
            _turn(kind, slot, state="done", message=FIRST_SEEN, finished_at=now)
            return None
        if last.slot >= slot or (not last.is_over and now - last.slot < PATIENCE):
            return None
        made = _turn(kind, slot)
        record(actor, START, made, unit_id=None, kind=kind)
        run_job.enqueue(str(made.pk), made.account_id, made.post_id)
        return made


def _turn(kind: str, slot: datetime, **more: object) -> Job:
    Job.objects.filter(kind=kind, slot__lt=slot - KEPT, state="done").delete()
    return Job.objects.create(
        kind=kind, slot=slot, label=KINDS[kind][0], account_id=system().account_id, post_id=0, **more
    )


def _one_at_a_time(kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"regular {kind}"])


@dataclass(frozen=True)
class Turn:
    """The last time a kind of regular work was due, and what became of it; no figure, for it served everybody."""

    kind: str
    slot: datetime
    state: str
    error: str
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def said(self) -> str:
        return "还没有办过" if self.started_at is None and self.state == "done" else dict(STATES)[self.state]


def last_turns() -> dict[str, Turn]:
    """By kind; empty without a reach."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        return {row[0]: Turn(*row) for row in cursor.fetchall()}
