"""报告: picked from a list, looked at with every number a link, signed by who signs, taken away as a Word file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents.wordfile import word
from gonghui.kernel.http import Request
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.reports.actions import sign as signed
from gonghui.work.reports.desk.paper import cells, paper_of
from gonghui.work.reports.forms import ReportForm
from gonghui.work.reports.models import Report
from gonghui.work.reports.rules import Composed, Definition, Part, Period, Reading, definitions
from gonghui.work.reports.selectors import differences, kinds_of, own_unit, periods_of, reports, written

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READ, SIGN = "reports.read", "reports.sign"
PAGE = 50


@door(READ)
@require_GET
def index(request: Request) -> HttpResponse:
    unit = _unit(request.actor)
    form, missing = _form(request.actor, unit, clock.today())
    page = Paginator(reports(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "报告",
        "form": form,
        "missing": missing,
        "lines": [_line(one) for one in page.object_list],
        "page": page,
    }
    return render(request, "reports/list.html", context)


@door(READ)
@require_GET
def preview(request: Request) -> HttpResponse:
    """As it would be signed today; nothing is kept."""
    unit, made, period = _asked(request)
    today = clock.today()
    found = written(request.actor, unit, made, period, today)
    query = urlencode({"what": f"{made.key}-{period.key}"})
    context = _shown(made, found, {}) | {
        "draft": True, "office": unit.name, "what": f"{made.key}-{period.key}", "over": period.is_over(today), "until": period.until,
        "may_sign": request.actor.may(SIGN), "word_url": f"{reverse('report-preview-word')}?{query}",
    }  # fmt: skip
    return render(request, "reports/report.html", context)


@door(READ)
@require_GET
def preview_word(request: Request) -> HttpResponse:
    unit, made, period = _asked(request)
    found = written(request.actor, unit, made, period, clock.today())
    return _file(made, found, None, unit.name)


@door(SIGN)
@require_POST
def sign(request: Request) -> HttpResponse:
    unit, made, period = _asked(request)
    try:
        with transaction.atomic():
            report = signed(actor=request.actor, unit=unit, made=made, period=period, now=clock.now())
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return redirect("reports")
    except DatabaseError:
        messages.error(request, "没签成：这一期刚才有人签发过，或超出了您的管辖。请看列表里最新的一份")
        return redirect("reports")
    messages.success(request, f"{report}：已签发，里面的数从此不变")
    return redirect("report", report.pk)


@door(READ)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    """As it was signed; beside each number that is another one by now, which."""
    report = get_object_or_404(reports(request.actor), pk=pk)
    made = _definition_of(report)
    context = _shown(made, Composed.of(report.content), differences(request.actor, report, clock.today()))
    context |= {"report": report, "office": report.unit_name, "word_url": reverse("report-word", args=[pk])}
    return render(request, "reports/report.html", context)


@door(READ)
@require_GET
def show_word(request: Request, pk: UUID) -> HttpResponse:
    report = get_object_or_404(reports(request.actor), pk=pk)
    return _file(_definition_of(report), Composed.of(report.content), report, report.unit_name)


def _unit(actor: Actor) -> Unit:
    if (unit := own_unit(actor)) is None:
        raise Http404
    return unit


def _form(actor: Actor, unit: Unit, today: date, data: Any = None) -> tuple[ReportForm, str]:
    """The form, and why a kind cannot be made here, where one cannot."""
    of, missing = [], ""
    for made in kinds_of(actor, unit):
        try:
            of.append((made, periods_of(made, unit, today)))
        except NoParameter as refusal:
            missing = str(refusal)
    return ReportForm(of, today, data), missing


def _asked(request: Request) -> tuple[Unit, Definition, Period]:
    """What was picked; anything else is not there."""
    unit = _unit(request.actor)
    given = request.POST if request.method == "POST" else request.GET
    form, _ = _form(request.actor, unit, clock.today(), given)
    if not form.is_valid():
        raise Http404
    return unit, *form.picked()


def _definition_of(report: Report) -> Definition:
    """Of the report itself: what it was made from may have changed since."""
    kept = report.definition
    return Definition(
        kept["key"],
        kept["label"],
        kept["period"],
        kept["kind"],
        kept["title"],
        tuple(kept["body"]),
        kept["scope"],
    )


def _file(made: Definition, found: Composed, report: Report | None, office: str) -> HttpResponse:
    answer = HttpResponse(word(paper_of(made, found, report, office)), content_type=DOCX)
    name = f"{found.title}{'' if report else '（草稿）'}".replace("\n", " ")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.docx"
    return answer


def _line(one: Report) -> dict[str, Any]:
    label = definitions()[one.kind].label if one.kind in definitions() else one.kind
    return {
        "url": reverse("report", args=[one.pk]), "title": str(one), "label": label, "unit": one.unit_name, "signer": one.signer,
        "at": timezone.localtime(one.signed_at), "edition": one.edition,
    }  # fmt: skip


def _shown(made: Definition, found: Composed, now: dict[int, list[str]]) -> dict[str, Any]:
    return {
        "title": found.title.replace("\n", " "), "heading": found.title.split("\n"), "made": made,
        "blocks": [_block(one, found.refs, now) for one in found.blocks],
        "sources": [_source(n, one, now) for n, one in enumerate(found.refs, 1)],
    }  # fmt: skip


def _block(block: dict[str, Any], refs: list[Reading], now: dict[int, list[str]]) -> dict[str, Any]:
    if rows := block.get("rows"):
        return {"rows": [[[_part(one, refs, now) for one in cell] for cell in row] for row in rows]}
    parts = [_part(one, refs, now) for one in block["parts"]]
    return {"parts": parts, "heading": len(parts) == 1 and "、" in parts[0]["words"][:3]}


def _part(one: Part, refs: list[Reading], now: dict[int, list[str]]) -> dict[str, Any]:
    n = one.get("ref")
    return (
        {"words": one["words"], "n": n, "url": refs[n - 1].address, "now": now.get(n, [])} if n else dict(one)
    )


def _source(n: int, one: Reading, now: dict[int, list[str]]) -> dict[str, Any]:
    return {
        "n": n,
        "cells": cells(n, one),
        "url": one.address,
        "meaning": one.meaning,
        "source": one.source,
        "now": now.get(n, []),
    }
