"""The desk's pages of founding a federation of unions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.documents.desk import files_of
from gonghui.kernel.documents.fonts import NoFont
from gonghui.kernel.documents.issuing import head_of
from gonghui.kernel.documents.selectors import of_matter
from gonghui.kernel.documents.showing import shown
from gonghui.kernel.http import Request
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.work.founding.actions.federation import begin
from gonghui.work.founding.desk import FORMATS, POST_LABELS, holder_of
from gonghui.work.founding.forms import FederationForm
from gonghui.work.founding.models import FederationFounding
from gonghui.work.founding.process import FEDERATION
from gonghui.work.founding.selectors.federation import (
    facts_of,
    federations,
    joining,
    paper_of,
    papers,
)


@door("founding.open")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """发起成立联合会: which kind, how it is called, which unions join."""
    actor = request.actor
    form = FederationForm(actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        unit = get_object_or_404(Unit, pk=actor.unit_id)
        try:
            item = begin(
                actor=actor, unit=unit, kind=given["kind"], name=given["name"], unions=given["lines"],
                line=given["line"], now=clock.now(),
            )  # fmt: skip
            messages.success(request, f"已发起：{item.title}")
            return redirect("matter", item.pk)
        except (MoveRefused, NoParameter) as refusal:
            form.add_error(None, str(refusal))
    context = {
        "title": "发起成立工会联合会", "form": form, "save_label": "发起",
        "back_url": reverse("register", args=["work"]) + "?process=federation",
    }  # fmt: skip
    return render(request, "work/federation_new.html", context, status=422 if form.errors else 200)


@door(SIGNED_IN)
@require_GET
def paper(request: Request, pk: UUID, key: str, form: str) -> HttpResponse:
    """One of its documents, made from what is known now."""
    if not request.actor.post_id or not request.actor.may("founding.read"):
        raise Http404
    record: FederationFounding = get_object_or_404(federations(request.actor), pk=pk)
    if key not in {one.key for one in _ready(record)} or form not in ("docx", "pdf"):
        raise Http404
    text = paper_of(record, key, clock.today(), holder_of(record).name)
    try:
        content, media_type = FORMATS[form](text)
    except NoFont as refusal:
        messages.error(request, f"没有做成：{refusal}")
        return redirect("matter", pk)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{text.heading}.{form}") or ""
    response.headers["Cache-Control"] = "no-store"
    return response


def _ready(record: FederationFounding) -> list[Any]:
    facts = facts_of(record, clock.today(), "")
    return [one for one in papers().values() if one.key != "reply" and one.is_ready(facts)]


@shown_with(FEDERATION)
def blocks(record: FederationFounding, actor: Actor) -> dict[str, Any]:
    unions = joining(record)
    return {
        "facts": [(label, text) for label, text in _facts(record) if text],
        "officers": [{"name": name, "post": POST_LABELS.get(post, post)} for name, _, post in record.elected],
        "covers": [one.name for one in unions],
        "covers_title": "要加入的工会" if not record.union_id else "加入的工会",
        "documents": [
            {"title": one.title, "number": one.number, "url": reverse("document", args=[one.pk]), "files": files_of(one)}
            for one in of_matter(actor, record.pk)
        ],
        "papers": [
            {
                "label": one.label,
                "files": [
                    {"label": label, "url": reverse("federation-paper", args=[record.pk, one.key, form])}
                    for form, label in (("docx", "Word"), ("pdf", "PDF"))
                ],
            }
            for one in _ready(record)
        ],
        "reply": _reply(record) if record.item.stage_key == "approve" and not record.item.closed_on else None,
        "union_url": reverse("union", args=[record.union_id]) if record.union_id and actor.may("unions.read") else "",
    }  # fmt: skip


def _reply(record: FederationFounding) -> Any:
    """批复: every word of it, before it is signed; only the number is given then."""
    today, office = clock.today(), holder_of(record)
    text = paper_of(record, "reply", today, office.name)
    return shown(text.with_(mark=head_of(office, "reply").mark, signed_on=today))


def _facts(record: FederationFounding) -> list[tuple[str, str]]:
    return [
        ("哪种联合会", record.get_kind_display()),
        ("名称", record.name),
        ("筹备组", record.group),
        ("代表名额", record.delegates),
        ("委员名额", str(record.seats or "")),
        ("候选人", record.candidates),
        ("公示", f"{record.notice_on:%Y-%m-%d} 起" if record.notice_on else ""),
        ("大会", f"{record.held_on:%Y-%m-%d}，应到代表 {record.should_attend} 人，实到 {record.attended} 人" if record.held_on else ""),
        ("得票", record.votes),
        ("任期", f"{record.term_years} 年" if record.term_years else ""),
        ("批复", f"{record.approval_number} {record.approval_on:%Y-%m-%d}" if record.approval_on else ""),
    ]  # fmt: skip
