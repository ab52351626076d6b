"""The process that runs jobs, and takes over what a dead one left."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, cast

from django.db import close_old_connections
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job

from gonghui.kernel import clock
from gonghui.kernel.database.trouble import trouble_of
from gonghui.kernel.jobs.backend import call
from gonghui.kernel.jobs.regular import begin_due

HEARTBEAT = 5.0  # seconds between signs of life
SILENCE = 20.0  # seconds without one after which a worker counts as dead
AGAIN = 15  # seconds until what could not be done for want of a disk or the database is tried again
LOOK = 5.0  # seconds between looks for dead workers' jobs


def run_worker(name: str = "worker") -> None:
    """Work until told to stop (SIGTERM lets the running chunk end)."""
    connector = cast(DjangoConnector, app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working:
        asyncio.run(_work(working, name))


async def _work(working: App, name: str) -> None:
    async with working.open_async():
        rescue = asyncio.create_task(_rescue(working))
        try:
            await working.run_worker_async(
                name=name,
                concurrency=1,
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
                delete_jobs="successful",
            )
        finally:
            rescue.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rescue


async def _rescue(working: App) -> None:
    """Queue again what a killed worker held; the checkpoint makes the repetition harmless."""
    while True:
        stalled = await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE)
        for job in stalled:
            await working.job_manager.retry_job(job)
        await asyncio.sleep(LOOK)


class ComesBack(BaseRetryStrategy):
    """When what lies beneath gave way, the job is done once that is mended; any other fault ends it."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        return RetryDecision(retry_in={"seconds": AGAIN}) if trouble_of(exception) else None


@app.task(name="gonghui.call", retry=ComesBack())
def run_call(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    close_old_connections()
    try:
        call(path, args, kwargs)
    finally:
        close_old_connections()


@app.periodic(cron="* * * * *")
@app.task(name="gonghui.regular", queueing_lock="gonghui.regular")
def look_for_due(timestamp: int) -> None:
    """Once a minute, by one of the workers: begin the regular work that is due."""
    close_old_connections()
    try:
        begin_due(clock.now())
    finally:
        close_old_connections()
