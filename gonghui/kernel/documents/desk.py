"""The pages of documents: one document with its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.documents.issuing import spaced
from gonghui.kernel.documents.models import OUT, VOID, OfficialDocument
from gonghui.kernel.documents.selectors import documents
from gonghui.kernel.documents.showing import shown
from gonghui.kernel.files.desk import handed_out
from gonghui.kernel.http import Request
from gonghui.kernel.process.selectors import found as found_matter
from gonghui.kernel.reach.actor import Actor

TONES = {"signed": "warn", "issued": "ok", "archived": "ok", "void": "err", "received": "info"}
FILES = {"docx": "Word 文件", "pdf": "PDF 文件", "scan": "扫描件"}


def document_of(request: Request, pk: UUID) -> OfficialDocument:
    """The document, if it is in sight; absent and out of sight are the same."""
    if not request.actor.post_id:
        raise Http404
    return get_object_or_404(documents(request.actor), pk=pk)


@door(SIGNED_IN)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    found = document_of(request, pk)
    return render(request, "documents/document.html", _page(found, request))


def _page(found: OfficialDocument, request: Request) -> dict[str, Any]:
    matter = found_matter(request.actor, found.item_id) if found.item_id else None
    return {
        "title": found.title,
        "document": found,
        "subtitle": " · ".join(part for part in (found.kind_label, found.number) if part),
        "tone": TONES[found.state],
        "facts": _facts(found),
        "files": files_of(found),
        "paper": shown(found.paper) if found.paper else None,
        "matter": matter,
        "may_list": request.actor.may("documents.read"),
        "may_void": may_void(found, request.actor),
        "verify_code": spaced(found.verification) if found.verification and found.state != VOID else "",
    }


def may_void(found: OfficialDocument, actor: Actor) -> bool:
    sent = found.direction == OUT and found.state != VOID
    return sent and found.unit_id == actor.unit_id and actor.may("documents.settings")


def _facts(found: OfficialDocument) -> list[tuple[str, str]]:
    pairs = [
        ("文号", found.number), ("文种", found.kind_label), ("发文机关", found.office), ("主送机关", found.addressee),
        ("签发人", found.signer), ("成文日期", _day(found.signed_on)), ("收文日期", _day(found.received_on)),
        ("印发日期", _day(found.issued_on)), ("原件存放处", found.kept_at), ("作废原因", found.void_reason),
    ]  # fmt: skip
    return [(label, text) for label, text in pairs if text]


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def files_of(found: OfficialDocument) -> list[dict[str, str]]:
    return [
        {"label": label, "url": reverse("document-file", args=[found.pk, which])}
        for which, label in FILES.items()
        if getattr(found, f"{which}_id")
    ]


@door(SIGNED_IN)
@require_GET
def file(request: Request, pk: UUID, which: str) -> HttpResponseBase:
    """One of a document's files, for whoever sees the document; the journal keeps who took it."""
    found = document_of(request, pk)
    stored = getattr(found, which) if which in FILES else None
    if stored is None:
        raise Http404
    return handed_out(request.actor, stored)
