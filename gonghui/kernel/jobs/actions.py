"""Starting, running and stopping jobs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django_tasks import task

from gonghui.kernel import clock
from gonghui.kernel.actors.models import Account
from gonghui.kernel.actors.selectors import actor_in, own_posts
from gonghui.kernel.database.trouble import told_apart, trouble_of
from gonghui.kernel.jobs.catalogue import KINDS, JobRefused, Run
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting, set_reach

START = verb("jobs.start", "开始后台任务", "kind")
STOP = verb("jobs.stop", "停下后台任务", "kind")
REGULAR = "定时任务"  # who regular work is signed by


@transaction.atomic
def start(*, actor: Actor, kind: str, label: str = "", **arguments: Any) -> Job:
    """Put a job in the queue, in the caller's transaction."""
    made = Job.objects.create(
        kind=kind,
        label=label or KINDS[kind][0],
        unit_id=actor.unit_id or None,
        account_id=actor.account_id,
        post_id=actor.post_id,
        arguments=arguments,
    )
    record(actor, START, made, unit_id=actor.unit_id or None, kind=kind)
    run_job.enqueue(str(made.pk), actor.account_id, actor.post_id)
    return made


@transaction.atomic
def stop(*, actor: Actor, job: Job) -> None:
    """Ask a job to end after the chunk it is in; what it has done stays done."""
    Job.objects.filter(pk=job.pk).update(stop_requested=True)
    record(actor, STOP, job, unit_id=job.unit_id, kind=job.kind)


@task()
def run_job(pk: str, account_id: int, post_id: int) -> None:
    """Run a job to its end, chunk by chunk; safe to start again at any moment, by anybody. When what lies beneath gives
    way (``trouble_of``) it is left as it stands, and the worker comes back to it.
    """
    try:
        while one_chunk(pk, acting_for(account_id, post_id)):
            pass
    except Exception as error:
        if trouble_of(error) is not None:
            raise
        reason = _sentence(error)
        told = "程序出了问题，已记录；做完的部分都在，可以再试" if reason is None else reason
        _finish(pk, account_id, post_id, "failed", told[:500])
        if reason is None:
            raise


def _sentence(error: Exception) -> str | None:
    """What the work itself says of why it cannot go on; None for a fault of the program."""
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    return str(error) if isinstance(error, JobRefused) else None


def one_chunk(pk: str, actor: Actor) -> bool:
    """One transaction: lock the job, do a chunk, keep its checkpoint. False when there is no more to do."""
    with connection.execute_wrapper(told_apart), acting(actor):
        job = Job.objects.select_for_update().get(pk=pk)
        if job.is_over:
            return False
        now = clock.now()
        job.started_at = job.started_at or now
        if job.stop_requested:
            more, job.state = False, "stopped"
        else:
            more = KINDS[job.kind][1](Run(job, system(REGULAR) if job.slot else actor, now))
            job.state = "running" if more else "done"
        job.finished_at = None if more else now
        job.save()
    return more


def acting_for(account_id: int, post_id: int) -> Actor:
    """Who the job runs for, with the rights their post has at this moment."""
    if account_id < 0:
        return system()
    with transaction.atomic():
        set_reach(Actor(account_id, ""))
        posts = [post for post in own_posts(clock.today()) if post.pk == post_id]
        account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or not posts:
        raise JobRefused("办理人已不在这个岗位上，任务停在这里；请接手的人重新发起")
    return actor_in(account, posts[0])


def _finish(pk: str, account_id: int, post_id: int, state: str, reason: str) -> None:
    with acting(Actor(account_id, "", post_id)):
        Job.objects.filter(pk=pk).exclude(state="done").update(
            state=state, error=reason, finished_at=clock.now()
        )
