"""Pages that write: a new draft, a document that came in, cancelling, and the office's settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents import issuing, keeping
from gonghui.kernel.documents.asking import CodesForm, DraftForm, ReceivedForm, TemplateForm, VoidForm
from gonghui.kernel.documents.blankform import blank
from gonghui.kernel.documents.desk import document_of
from gonghui.kernel.documents.drafting import WORDS
from gonghui.kernel.documents.fonts import NoFont, missing
from gonghui.kernel.documents.issuing import WORD, head_of
from gonghui.kernel.documents.models import OUT, VOID, DocumentTemplate
from gonghui.kernel.documents.paper import KINDS
from gonghui.kernel.http import Request
from gonghui.kernel.process.definition import PROCESSES
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.units.models import Unit

CONFLICT = "没办成：和已有的记录冲突，或超出了您的管辖。您填的还在这页，请核对后再试"


def _office(request: Request) -> Unit:
    return Unit.objects.visible_to(request.actor).get(pk=request.actor.unit_id)


@door("documents.draft")
@require_http_methods(["GET", "POST"])
def draft(request: Request) -> HttpResponse:
    """拟稿: a new document of the asker's own office."""
    form = DraftForm(WORDS, request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            item = open_item(
                PROCESSES["document"], title=form.cleaned_data["title"], unit=_office(request), actor=request.actor,
                now=clock.now(), record={name: value or "" for name, value in form.cleaned_data.items()},
            )  # fmt: skip
            return redirect("matter", item.pk)
        except (MoveRefused, ValidationError) as refusal:
            form.add_error(None, str(refusal))
    context = {"title": "拟一份公文", "form": form, "save_label": "存为拟稿", "back_url": _list()}
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


def _list() -> str:
    return reverse("register", args=["documents"])


@door("documents.receive")
@require_http_methods(["GET", "POST"])
def receive(request: Request) -> HttpResponse:
    """收文登记."""
    posted = request.method == "POST"
    form = ReceivedForm(clock.today(), request.POST if posted else None, request.FILES or None)
    if posted and form.is_valid():
        fields = dict(form.cleaned_data)
        upload = fields.pop("file")
        try:
            with transaction.atomic():
                made = keeping.receive(actor=request.actor, unit=_office(request), upload=upload, **fields)
            messages.success(request, f"已登记：{made.title}")
            return redirect("document", made.pk)
        except MoveRefused as refusal:
            form.add_error("file", str(refusal))
        except (DatabaseError, ValidationError):
            form.add_error(None, CONFLICT)
    context = {"title": "收文登记", "form": form, "save_label": "登记", "back_url": _list()}
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door("documents.settings")
@require_http_methods(["GET", "POST"])
def void(request: Request, pk: UUID) -> HttpResponse:
    """作废: the number stays, with the reason."""
    found = document_of(request, pk)
    if found.direction != OUT or found.state == VOID or found.unit_id != request.actor.unit_id:
        messages.error(request, "只能作废本单位发出、还有效的公文")
        return redirect("document", pk)
    form = VoidForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        issuing.void(actor=request.actor, document=found, reason=reason, on=clock.today())
        messages.success(request, f"{found.number} 已作废")
        return redirect("document", pk)
    context = {
        "title": f"作废 {found.number}", "form": form, "save_label": "作废", "row_title": found.title,
        "back_url": reverse("document", args=[pk]),
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door("documents.settings")
@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """公文设置: the codes and red words of the asker's office, its template, and the type faces that are missing."""
    unit = _office(request)
    heads = {}
    for key, one in KINDS.items():
        if one.letter:
            head = head_of(unit, key)
            heads[key] = (one.label, head.code, head.mark)
    form = CodesForm(heads, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        for key, (_, code, mark) in heads.items():
            new = (form.cleaned_data[f"{key}_code"], form.cleaned_data[f"{key}_mark"])
            if new != (code, mark):
                keeping.set_code(actor=request.actor, unit=unit, kind=key, code=new[0], mark=new[1])
        messages.success(request, "存好了，从下一个文号起用")
        return redirect("document-settings")
    own = DocumentTemplate.objects.visible_to(request.actor).filter(unit=unit).order_by("-pk").first()
    context = {
        "title": "公文设置", "row_title": unit.name, "form": form, "save_label": "保存", "template": own,
        "template_form": TemplateForm(label_suffix=""), "missing": _missing(),
    }  # fmt: skip
    return render(request, "documents/settings.html", context, status=422 if form.errors else 200)


def _missing() -> list[str]:
    try:
        return [f"没有{one.face}，PDF 里用 {one.instead} 代替" for one in missing()]
    except NoFont as refusal:
        return [str(refusal)]


@door("documents.settings")
@require_http_methods(["GET", "POST"])
def template(request: Request) -> HttpResponse:
    """The office's own template handed in."""
    form = TemplateForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                keeping.set_template(
                    actor=request.actor,
                    unit=_office(request),
                    upload=form.cleaned_data["file"],
                    today=clock.today(),
                )
            messages.success(request, "模板换好了，从下一份公文起用")
            return redirect("document-settings")
        except MoveRefused as refusal:
            form.add_error("file", str(refusal))
    context = {
        "title": "换公文模板",
        "form": form,
        "save_label": "换上",
        "back_url": reverse("document-settings"),
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door("documents.settings")
@require_GET
def starting_template(request: Request) -> HttpResponse:
    """The template to start from."""
    response = HttpResponse(blank(), content_type=WORD)
    response.headers["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E5%85%AC%E6%96%87%E6%A8%A1%E6%9D%BF.docx"
    )
    return response
