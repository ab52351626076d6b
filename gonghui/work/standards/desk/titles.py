"""The desk's pages of 模范职工之家、小家: who holds which title on a day, and one union's own, down to the paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.files.desk import handed_out
from gonghui.kernel.http import Request
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.uploads import keep_paper
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.selectors import unions
from gonghui.work.standards.actions.titles import give_title, take_back_title
from gonghui.work.standards.forms import TitleForm
from gonghui.work.standards.models import Title
from gonghui.work.standards.rules.titles import HOME, LABELS, LEVELS
from gonghui.work.standards.selectors.titles import held, holders

PAGE = 50


@door("standards.read")
@require_GET
def titles(request: Request) -> HttpResponse:
    """The titles held today in reach, by level; each opens onto its union."""
    actor, today = request.actor, clock.today()
    kind = request.GET.get("kind", HOME)
    level = request.GET.get("level", "")
    if kind not in LABELS or level not in {"", *dict(LEVELS)}:
        raise Http404
    rows = held(actor, kind, today, level).select_related("unit").order_by("path", "-since")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    counts = [(key, label, holders(actor, kind, today, key)) for key, label in LEVELS]
    context = {
        "title": f"{LABELS[kind]}：{'，'.join(f'{label} {n:,} 个' for _, label, n in counts)}", "kind": kind, "level": level,
        "kinds": LABELS.items(), "counts": counts, "page": page, "query": f"kind={kind}&level={level}&",
        "lines": [_line(one) for one in page.object_list], "back_url": reverse("standards"), "on": today,
    }  # fmt: skip
    return render(request, "standards/titles.html", context)


def _line(one: Title) -> dict[str, Any]:
    return {
        "pk": one.pk, "name": one.unit.name, "url": reverse("union-titles", args=[one.unit_id]), "title": str(one), "by": one.by,
        "number": one.number, "since": one.since, "until": one.until, "why": one.why,
        "file_url": reverse("title-file", args=[one.pk]) if one.file_id else "",
    }  # fmt: skip


@door("standards.read")
@require_http_methods(["GET", "POST"])
def of_union(request: Request, pk: int) -> HttpResponse:
    """Every title one union or branch has had; registering another."""
    actor = request.actor
    union = get_object_or_404(unions(actor).select_related("unit"), pk=pk)
    form = None
    if may := actor.may("standards.keep"):
        posted = request.method == "POST"
        form = TitleForm(
            request.POST if posted else None, request.FILES if posted else None, label_suffix=""
        )  # fmt: skip
        if posted and form.is_valid() and _given(request, union, form):
            return redirect("union-titles", pk)
    rows = Title.objects.visible_to(actor).filter(unit_id=pk).select_related("unit").order_by("-since", "pk")
    context = {
        "title": f"{union.name}：模范职工之家、小家称号", "union": union, "form": form, "may": may, "lines": [_line(one) for one in rows],
        "back_url": reverse("titles"),
    }  # fmt: skip
    return render(request, "standards/union_titles.html", context, status=422 if form and form.errors else 200)  # fmt: skip


def _given(request: Request, union: Union, form: TitleForm) -> bool:
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    try:
        with transaction.atomic():
            file = keep_paper(union.unit, upload, actor=request.actor, purpose="称号凭证") if upload else None
            made = give_title(actor=request.actor, union=union, today=clock.today(), file=file, **given)
        messages.success(request, f"已登记：{made}")
    except (MoveRefused, NoParameter) as refusal:
        form.add_error(None, str(refusal))
        return False
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@door("standards.keep")
@require_POST
def end(request: Request, pk: UUID) -> HttpResponse:
    """撤销 from today on."""
    found = get_object_or_404(Title.objects.visible_to(request.actor), pk=pk)
    try:
        take_back_title(
            actor=request.actor, title=found, on=clock.today(), why=request.POST.get("why", "")[:200]
        )
        messages.success(request, "已撤销，从今天起不算")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("union-titles", found.unit_id)


@door("standards.read")
@require_GET
def file(request: Request, pk: UUID) -> HttpResponseBase:
    """The paper of a title; the journal keeps who looked."""
    found = get_object_or_404(Title.objects.visible_to(request.actor).select_related("file"), pk=pk)
    if found.file is None:
        raise Http404
    return handed_out(request.actor, found.file)
