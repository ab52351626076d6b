"""Django's task interface on procrastinate: enqueued in the caller's transaction, or not at all."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from procrastinate.contrib.django import app

from gonghui.kernel import clock


class ProcrastinateBackend(BaseTaskBackend):
    """What outlives the call, results and progress, is kept by ``Job``, not here."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        deferrer = app.configure_task(
            "gonghui.call",
            queue=task.queue_name,
            priority=task.priority,
            schedule_at=task.run_after,
            allow_unknown=True,
        )
        number = deferrer.defer(path=task.module_path, args=list(args), kwargs=dict(kwargs))
        return TaskResult(
            task=task,
            id=str(number),
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def call(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """What the worker runs: the task function that was enqueued."""
    task: Task[Any, Any] = import_string(path)
    task.call(*args, **kwargs)
