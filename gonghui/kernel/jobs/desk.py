"""The page of a job: an address of its own that survives leaving and coming back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.jobs import actions
from gonghui.kernel.jobs.models import Job


@door(SIGNED_IN)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.actor), pk=pk)
    template = "jobs/_progress.html" if request.htmx and not request.htmx.boosted else "jobs/job.html"
    return render(request, template, context_of(job))


@door(SIGNED_IN)
@require_POST
def stop(request: Request, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.actor), pk=pk)
    actions.stop(actor=request.actor, job=job)
    return redirect("job", pk)


def context_of(job: Job) -> dict[str, Any]:
    shown = {name: getattr(job, name) for name in ("state", "done", "total", "percent", "message", "counts")}
    shown |= {"id": job.pk, "label": job.label, "seconds_left": seconds_left(job)}
    if job.state == "failed":
        shown["message"] = job.error
    return {
        "title": job.label,
        "job": shown,
        "poll_url": reverse("job", args=[job.pk]),
        "stop_url": "" if job.is_over or job.stop_requested else reverse("job-stop", args=[job.pk]),
        "result_url": job.result.get("url", "") if job.state == "done" else "",
    }


def seconds_left(job: Job) -> int | None:
    """From the pace so far; None until there is one."""
    if not job.started_at or not job.done or job.is_over:
        return None
    spent = (clock.now() - job.started_at).total_seconds()
    return max(1, round(spent * (job.total - job.done) / job.done))
