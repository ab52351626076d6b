"""The pages every register has."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.http import Request
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.journal.answering import answering
from gonghui.kernel.journal.selectors import history_of
from gonghui.kernel.register.definition import REGISTERS, Register
from gonghui.kernel.register.forms import ReasonForm, RowForm
from gonghui.kernel.register.jobs import begin_export
from gonghui.kernel.register.listing import Listing

REVEAL = verb("register.reveal", "查看全号", "field", "reason")
MOST_CHOSEN = 5_000


def entered(request: Request, key: str, deed: str) -> Register:
    """The register, if it exists and this post may do that with it; the two cases look alike."""
    register = REGISTERS.get(key)
    if register is None:
        raise Http404
    if not request.actor.post_id or not register.may(request.actor, deed):
        raise PermissionDenied
    if deed == "import" and register.save is None:
        raise Http404  # a grant such as "*.import" covers registers that are only read
    return register


def row_of(register: Register, request: Request, pk: str) -> Any:
    """The row, if it is in reach; absent and out of reach are the same."""
    try:
        return get_object_or_404(register.rows(request.actor), pk=_key(register, pk))
    except (ValueError, ValidationError):
        raise Http404 from None


def _key(register: Register, pk: str) -> Any:
    kind = register.model._meta.pk.get_internal_type() if register.model._meta.pk else ""
    if kind == "UUIDField":
        return UUID(pk)
    if kind == "CharField":
        return pk
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    return int(pk)


@door(SIGNED_IN)
@require_GET
def index(request: Request, key: str) -> HttpResponse:
    register = entered(request, key, "read")
    context = Listing(register, request.actor, request.GET).context()
    template = "register/_rows.html" if request.htmx and not request.htmx.boosted else "register/list.html"
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


@door(SIGNED_IN)
@require_GET
def row(request: Request, key: str, pk: str) -> HttpResponse:
    register = entered(request, key, "read")
    return render(request, "register/detail.html", detail(register, request, row_of(register, request, pk)))


def detail(register: Register, request: Request, found: Any) -> dict[str, Any]:
    """What a page about one row shows; pages of a module's own start from it too."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for column in register.columns:
        sections.setdefault(column.section, []).append(
            {
                "label": column.label,
                "text": column.text(found),
                "secret": column.mask is not None and register.may(request.actor, "reveal"),
                "field": column.name,
                "wide": column.wide,
            }
        )
    writes = register.save is not None and register.may(request.actor, "write")
    return {
        "register": register,
        "row": found,
        "row_title": getattr(found, register.title),
        "title": getattr(found, register.title),
        "sections": [{"label": label, "fields": fields} for label, fields in sections.items()],
        "edit_url": reverse("register-edit", args=[register.key, found.pk]) if writes else "",
        "reveal_url": reverse("register-reveal", args=[register.key, found.pk]),
        "list_url": reverse("register", args=[register.key]),
        "history": history_of(request.actor, found),
    }


@door(SIGNED_IN)
@require_POST
def reveal(request: Request, key: str, pk: str) -> HttpResponse:
    """Show one secret value to somebody who said why; the journal keeps who, what and why."""
    register = entered(request, key, "reveal")
    found = row_of(register, request, pk)
    form = ReasonForm(request.POST)
    column = register.index.get(request.POST.get("field", ""))
    if column is None or column.mask is None:
        raise Http404
    field = {"label": column.label, "text": column.text(found), "field": column.name}
    context = {"f": field, "reveal_url": request.path}
    if not form.is_valid():
        return render(request, "register/_secret.html", context | {"reveal_error": _first(form)}, status=422)
    with transaction.atomic():
        record(
            request.actor, REVEAL, found, unit_id=found.unit_id, field=column.name,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    field["revealed"] = column.whole(found)
    response = render(request, "register/_secret.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def new(request: Request, key: str) -> HttpResponse:
    register = entered(request, key, "enter")
    form = RowForm(register, request.actor, None, request.POST or None)
    if request.method == "POST" and (done := _saved(register, request, form, None)):
        return redirect(_after(register, request, done[0]))
    return _form(request, register, form, None, reverse("register", args=[key]))


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def edit(request: Request, key: str, pk: str) -> HttpResponse:
    register = entered(request, key, "write")
    found = row_of(register, request, pk)
    form = RowForm(register, request.actor, found, request.POST or None)
    back = reverse("register-row", args=[key, found.pk])
    if request.method == "POST" and _saved(register, request, form, found):
        return redirect(back)
    return _form(request, register, form, found, back)


def _after(register: Register, request: Request, made: Any) -> str:
    if made is None:
        messages.success(request, register.received)
        return reverse("register", args=[register.key])
    return reverse("register-row", args=[register.key, made.pk])


def _saved(register: Register, request: Request, form: RowForm, found: Any) -> tuple[Any, bool | None] | None:
    if register.save is None:
        raise Http404
    if not form.is_valid():
        return None
    try:
        with transaction.atomic(), answering(request.actor, *form.effort):
            values = form.values()
            done = register.save(actor=request.actor, today=clock.today(), row=found, **values)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None
    except DatabaseError:
        form.add_error(None, "没存上：和已有的记录冲突，或超出了您的管辖。您填的还在这页，请核对后再试")
        return None
    return done


def _form(request: Request, register: Register, form: RowForm, found: Any, back: str) -> HttpResponse:
    if register.save is None:
        raise Http404
    name = getattr(found, register.title) if found else ""
    context = {
        "register": register,
        "form": form,
        "row_title": name,
        "title": f"更正：{name}" if found else f"登记{register.label_one}",
        "back_url": back,
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def export(request: Request, key: str) -> HttpResponse:
    """Ask whether secrets are to be written whole (with a reason), then make the file in the background."""
    register = entered(request, key, "export")
    context: dict[str, Any] = {
        "register": register,
        "title": f"导出{register.label}",
        "may_reveal": register.may(request.actor, "reveal") and any(c.mask for c in register.columns),
        "back_url": reverse("register", args=[key]),
    }
    if request.method == "GET":
        listing = Listing(register, request.actor, request.GET)
        return render(request, "register/export.html", context | {"total": listing.rows().count()})
    return _begin_export(request, register, context, None)


@door(SIGNED_IN)
@require_POST
def batch(request: Request, key: str) -> HttpResponse:
    register = entered(request, key, "export")
    chosen = None if request.POST.get("all") else _chosen(register, request)
    return _begin_export(request, register, {}, chosen)


def _chosen(register: Register, request: Request) -> list[str]:
    found = []
    for text in request.POST.getlist("ids")[:MOST_CHOSEN]:
        try:
            found.append(str(_key(register, text)))
        except ValueError:
            raise Http404 from None
    return found


def _begin_export(
    request: Request, register: Register, context: dict[str, Any], ids: list[str] | None
) -> HttpResponse:
    reason = ""
    if request.POST.get("whole"):
        form = ReasonForm(request.POST)
        if not register.may(request.actor, "reveal"):
            raise PermissionDenied
        if not form.is_valid():
            return render(request, "register/export.html", context | {"form": form}, status=422)
        reason = form.cleaned_data["reason"]
    job = begin_export(
        actor=request.actor, register=register.key, query=request.GET.urlencode(), reason=reason, ids=ids
    )
    return redirect("job", job.pk)


def _first(form: ReasonForm) -> str:
    return str(next(iter(form.errors.get("reason", [])), "请写明为什么要看"))
