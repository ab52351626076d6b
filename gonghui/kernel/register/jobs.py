"""Long imports and exports, chunk by chunk."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from gonghui.kernel.database import merging
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.jobs.catalogue import JobRefused, Run, job
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register import exporting, intake
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.models import Intake

CHUNK = 10_000  # rows a transaction takes in; a kill costs at most this much work


@job("register.check", "核对表格")
def check(run: Run) -> bool:
    found = Intake.objects.select_for_update().get(pk=run.arguments["intake"])
    try:
        intake.check(actor=run.actor, intake=found, today=timezone.localdate(run.now))
    except (Refused, ChildFailed) as error:
        raise JobRefused(error.sentence) from error
    total = found.report["total"]
    run.progress(
        total,
        total,
        f"核对完 {total:,} 行",
        可以导入=total - found.report["wrong"],
        要改=found.report["wrong"],
    )
    run.job.result = {"url": reverse("intake-check", args=[found.pk])}
    return False


@job("register.take", "导入表格")
def take(run: Run) -> bool:
    found = (
        Intake.objects.select_for_update(of=("self",)).select_related("file").get(pk=run.arguments["intake"])
    )
    at, counts = run.checkpoint.get("at", 0), dict(run.checkpoint.get("counts", {}))
    today = timezone.localdate(run.job.created_at)  # one import has one day, however often it is resumed
    done, total = intake.take_chunk(actor=run.actor, intake=found, today=today, start=at, size=CHUNK)
    for key, n in done.items():
        counts[key] = counts.get(key, 0) + n
    at = min(at + CHUNK, total)
    run.checkpoint.update(at=at, counts=counts)
    run.progress(at, total, f"正在导入第 {at:,} 行，共 {total:,} 行", 已导入=at)
    if at < total:
        return True
    intake.finish(actor=run.actor, intake=found, counts=counts)
    merge_words.enqueue(found.register)
    run.job.result = {"url": reverse("intake-done", args=[found.pk])}
    return False


@task()
def merge_words(register: str) -> None:
    """What ``merging`` let wait during an import; nobody has to wait for this."""
    for index in REGISTERS[register].model._meta.indexes:
        if isinstance(index, GinIndex):
            merging.merge(index.name)


@job("register.export", "导出")
def export(run: Run) -> bool:
    register = REGISTERS[run.arguments["register"]]
    file = exporting.export(
        actor=run.actor,
        register=register,
        asked=QueryDict(run.arguments["query"]),
        ids=run.arguments.get("ids"),
        reason=run.arguments.get("reason", ""),
        on=timezone.localdate(run.now),
    )
    run.progress(1, 1, "文件已生成")
    run.job.result = {"url": reverse("file", args=[file.pk]), "file": str(file.pk)}
    return False


@transaction.atomic
def begin(*, actor: Actor, found: Intake, kind: str) -> Job:
    """Check or take in the background; the intake's page leads to the progress page meanwhile."""
    label = f"{'核对' if kind == 'register.check' else '导入'}：{found.file.name}"
    made = start(actor=actor, kind=kind, label=label[:120], intake=str(found.pk))
    Intake.objects.filter(pk=found.pk).update(
        job=made, state="checking" if kind == "register.check" else "taking"
    )
    return made


def begin_export(
    *, actor: Actor, register: str, query: str, reason: str, ids: list[Any] | None = None
) -> Job:
    label = f"导出{REGISTERS[register].label}"
    return start(
        actor=actor,
        kind="register.export",
        label=label,
        register=register,
        query=query,
        reason=reason,
        ids=ids,
    )
