"""盲区: a list is brought, compared in the background, and every figure of the answer opens onto its rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.insight.blindspots.actions import answer_of, begin, begin_surveyed, own, still_kept
from gonghui.insight.blindspots.forms import ListForm
from gonghui.insight.blindspots.linkage.telling import summary, told
from gonghui.insight.blindspots.rules import AMBIGUOUS, EMPLOYER, OUTCOMES, TONES, Row
from gonghui.insight.blindspots.selectors import employers_of
from gonghui.kernel.actors.doors import door
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.http import Request
from gonghui.kernel.jobs.models import Job

PAGE, RECENT = 50, 8
ASKED = ("grid", "line", "group", "outcome")


@door("blindspots.read")
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    if request.method == "POST" and request.POST.get("do") == "surveyed":
        return redirect("job", begin_surveyed(actor=request.actor).pk)
    form = ListForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and (made := _begun(request, form)):
        return redirect("job", made.pk)
    context = {
        "title": "盲区比对", "form": form,
        "limits_text": "一次最多 20 MB。有密码的文件请先去掉密码。",
        "recent": _recents(request),
    }  # fmt: skip
    return render(request, "blindspots/ask.html", context, status=422 if request.method == "POST" else 200)


def _begun(request: Request, form: ListForm) -> Job | None:
    given: TemporaryUploadedFile = form.cleaned_data["file"]
    try:
        source, name = Path(given.temporary_file_path()), given.name or ""
        return begin(actor=request.actor, source=source, name=name, media_type=given.content_type or "")
    except Refused as error:
        form.add_error("file", error.sentence)
        return None


def _recents(request: Request) -> list[dict[str, str]]:
    every = list(own(request.actor)[:RECENT])
    there = still_kept(request.actor, every)
    return [_recent(one) for one in every if not one.result.get("file") or one.result["file"] in there]


def _recent(one: Job) -> dict[str, str]:
    asked = one.state == "done" and not one.result.get("file")
    page = "blindspots-answer" if one.result.get("file") else "job"
    at = timezone.localtime(one.created_at).strftime("%m-%d %H:%M")
    state = "等您核对列" if asked else one.get_state_display()
    url = one.result["url"] if asked and "url" in one.result else reverse(page, args=[one.pk])
    return {"name": one.label.removeprefix("盲区比对："), "at": at, "state": state, "url": url}


def _answer(request: Request, pk: UUID) -> tuple[Job, dict[str, Any], list[Row]]:
    one = get_object_or_404(own(request.actor), pk=pk)
    if (found := answer_of(request.actor, one)) is None:
        raise Http404
    return one, *found


@door("blindspots.read")
@require_GET
def answer(request: Request, pk: UUID) -> HttpResponse:
    """The figures by grid, line and group."""
    try:
        one, kept, rows = _answer(request, pk)
    except Http404:
        if own(request.actor).filter(pk=pk).exists():
            messages.info(request, "这次比对的名单和结果已过期清理，需要的话请重新比对")
            return redirect("blindspots")
        raise
    found = summary(request.actor, rows)
    url = reverse("blindspots-rows", args=[pk])
    context = {
        "title": f"{kept['name']}：没覆盖 {found['totals']['missing']:,}",
        "subtitle": _said(one, kept),
        "figures": [
            {"label": label, "value": found["totals"][key], "unit": "行", "url": f"{url}?outcome={key}"}
            for key, label in OUTCOMES.items()
        ],
        "headings": [{"label": text} for text in ("网格", "条线", "群体")]
        + [{"label": label, "numeric": True} for label in OUTCOMES.values()],
        "lines": [_line(url, cell) for cell in found["figures"]],
        "unseen": len(kept.get("unseen", [])), "unseen_url": reverse("blindspots-unseen", args=[pk]),
    }  # fmt: skip
    return render(request, "blindspots/answer.html", context)


def _said(one: Job, kept: dict[str, Any]) -> str:
    at = timezone.localtime(one.finished_at or one.created_at).strftime("%Y-%m-%d %H:%M")
    left = f"；没有名称、没比的 {kept['left']:,} 行" if kept["left"] else ""
    doubtful = f"；写法不对、没用上的号码 {kept['doubtful']:,} 个" if kept["doubtful"] else ""
    return f"{at} 和本辖区台账比对{left}{doubtful}"


def _line(url: str, cell: dict[str, Any]) -> dict[str, Any]:
    here = {"grid": cell["grid_id"], "line": cell["line_id"], "group": cell["group"]}
    numbers = [
        {"n": cell[key], "label": label, "url": f"{url}?{urlencode(here | {'outcome': key})}"}
        for key, label in OUTCOMES.items()
    ]
    return {"texts": [cell["grid"], cell["line"], cell["group"]], "numbers": numbers}


@door("blindspots.read")
@require_GET
def rows(request: Request, pk: UUID) -> HttpResponse:
    """The rows behind a figure, with what speaks for and against each register row they may be."""
    _, kept, every = _answer(request, pk)
    asked = {key: request.GET[key] for key in ASKED if request.GET.get(key)}
    page = Paginator([row for row in every if _fits(row, asked)], PAGE).get_page(request.GET.get("page"))
    label = OUTCOMES.get(asked.get("outcome", ""), "全部")
    context = {
        "title": f"{label} · {page.paginator.count:,} 行", "subtitle": kept["name"], "page": page,
        "back_url": reverse("blindspots-answer", args=[pk]),
        "rows": [
            {**one, "tone": TONES[one["outcome"]], "url": _page_of(one), "shown": one["name"] or row.name, **_surveyed(request, kept, row)}
            for one, row in zip(told(request.actor, page.object_list), page.object_list, strict=True)
        ],
        "prev_url": _turned(asked, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _turned(asked, page.next_page_number()) if page.has_next() else "",
    }  # fmt: skip
    return render(request, "blindspots/rows.html", context)


@door("blindspots.read")
@require_GET
def unseen(request: Request, pk: UUID) -> HttpResponse:
    """The register's employers that the list does not name, as they are now."""
    _, kept, _ = _answer(request, pk)
    page = Paginator(kept.get("unseen", []), PAGE).get_page(request.GET.get("page"))
    seen = employers_of(request.actor, page.object_list)
    rows = [
        {"name": one.name, "url": reverse("employer", args=[one.pk]), "address": one.address, "workers": one.workers,
         "union": one.covered_by.name if one.covered_by_id and one.covered_by else "", "town": one.unit.name}
        for one in (seen[key] for key in page.object_list if key in seen)
    ]  # fmt: skip
    context = {
        "title": f"名单里没有出现的 · {page.paginator.count:,} 家", "subtitle": kept["name"], "rows": rows, "page": page,
        "back_url": reverse("blindspots-answer", args=[pk]),
    }  # fmt: skip
    return render(request, "blindspots/unseen.html", context)


def _surveyed(request: Request, kept: dict[str, Any], row: Row) -> dict[str, str]:
    """Of a row of the surveys: its own page, and where a person says which of the register it is."""
    if not kept.get("surveyed") or not request.actor.may("survey.read"):
        return {}
    subject = row.id.partition(":")[0]
    asked = row.kind == EMPLOYER and row.result.outcome == AMBIGUOUS and request.actor.may("survey.write")
    link = reverse("survey-link", args=[subject]) if asked else ""
    return {"subject_url": reverse("survey-subject", args=[subject]), "link_url": link}


def _turned(asked: dict[str, str], number: int) -> str:
    return f"?{urlencode(asked | {'page': str(number)})}"


def _fits(row: Row, asked: dict[str, str]) -> bool:
    grid, line, group = row.cell
    own = {"grid": str(grid), "line": str(line), "group": group, "outcome": row.result.outcome}
    return all(own[key] == value for key, value in asked.items())


def _page_of(one: dict[str, Any]) -> str:
    """The register's page of the row, when it is sure which."""
    if one["outcome"] == AMBIGUOUS or not one["candidates"] or not one["candidates"][0]["name"]:
        return ""
    return reverse("employer", args=[one["candidates"][0]["id"]])
