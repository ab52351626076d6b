"""The pages every procedure has: the matter, the form of a move, the engine's own moves, the evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import select_template
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.files.desk import handed_out
from gonghui.kernel.http import Request
from gonghui.kernel.jobs.actions import start
from gonghui.kernel.jobs.models import Job
from gonghui.kernel.journal.answering import answering
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process import moving, selectors
from gonghui.kernel.process.definition import Move
from gonghui.kernel.process.forms import MoveForm
from gonghui.kernel.process.models import Proof, WorkItem
from gonghui.kernel.process.ownmoves import OWN, asked_of, offered
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.process.showing import about, matter
from gonghui.kernel.process.steps import MoveLater, MoveRefused, record_of
from gonghui.kernel.process.uploads import keep_upload

MOST_AT_ONCE = 200
NOT_NOW = "先不办"
LATER = "process.later"


def item_of(request: Request, pk: UUID) -> WorkItem:
    """The matter, if it is in sight; absent and out of sight are the same."""
    found = selectors.found(request.actor, pk) if request.actor.post_id else None
    if found is None:
        raise Http404
    return found


@door(SIGNED_IN)
@require_GET
def show(request: Request, pk: UUID) -> HttpResponse:
    item = item_of(request, pk)
    context = matter(item, request.actor, clock.today())
    template = select_template([f"work/{item.process_key}.html", "process/item.html"])
    return HttpResponse(template.render(context | about(item, request.actor), request))


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def do(request: Request, pk: UUID, move: str) -> HttpResponse:
    """One of the procedure's moves: asked for on a page of its own, or made at once when there is nothing to ask."""
    item = item_of(request, pk)
    found = item.process.move(item.stage_key, move)
    if found is None or not item.held_by(request.actor):
        messages.error(request, "这一步现在不能办，情况可能已经变了，请看最新的")
        return redirect("matter", pk)
    evidence = [item.process.by_evidence[key] for key in found.evidence]
    posted = request.method == "POST"
    there = [one for one in selectors.proofs(item) if one.kind in found.evidence]
    given = (request.POST, request.FILES) if posted else (None, None)
    form = MoveForm(
        found, record_of(item, request.actor), request.actor, evidence, {one.kind for one in there}, *given
    )
    try:
        made = posted and form.is_valid() and _made(request, item, found, form)
    except MoveLater:
        return redirect("job", _begun(request, item, found, form.cleaned_data).pk)
    if made:
        return redirect(request.GET.get("back") == "home" and "home" or reverse("matter", args=[pk]))
    form.fields["seen"].initial = item.moves_made
    context = {
        "title": found.label,
        "item": item,
        "row_title": item.title,
        "move": found,
        "form": form,
        "back_url": reverse("matter", args=[pk]),
        "proofs": there,
        "save_label": found.label,
        "drop_label": NOT_NOW,
    }
    template = select_template([f"work/{item.process_key}_{found.key}.html", "process/move.html"])
    return HttpResponse(
        template.render(context | about(item, request.actor), request), status=422 if form.errors else 200
    )


def _made(request: Request, item: WorkItem, move: Move, form: MoveForm) -> bool:
    actor, now = request.actor, clock.now()
    try:
        with transaction.atomic(), answering(actor, *form.effort):
            for kind, upload, on, note in form.papers():
                file = (
                    keep_upload(item, item.process.by_evidence[kind], upload, actor=actor) if upload else None
                )
                add_proof(item.pk, actor=actor, now=now, kind=kind, on=on, file=file, note=note)
            moving.advance(
                item.pk, move.key, actor=actor, now=now, seen=form.cleaned_data["seen"],
                text=form.cleaned_data["text"], **form.answers(),
            )  # fmt: skip
    except MoveLater:
        raise
    except (MoveRefused, NoParameter) as refusal:
        form.add_error(None, str(refusal))
        return False
    except DatabaseError:
        form.add_error(None, "没办成：和已有的记录冲突，或超出了您的管辖。您填的还在这页，请核对后再试")
        return False
    _say(request, item, move.label, undo=move.undo)
    return True


def _begun(request: Request, item: WorkItem, move: Move, given: dict[str, Any]) -> Job:
    """The move is made in the background, by the same person in the same post."""
    return start(
        actor=request.actor, kind=LATER, label=f"{move.label}：{item.title}"[:120], item=str(item.pk), move=move.key,
        seen=given.get("seen"), text=given.get("text", ""),
    )  # fmt: skip


def _say(request: Request, item: WorkItem, label: str, *, undo: bool) -> None:
    link = reverse("matter-undo", args=[item.pk])
    messages.success(request, f"{item.title}：已{label}", extra_tags=f"undo={link}" if undo else "")


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def own(request: Request, pk: UUID, move: str) -> HttpResponse:
    """One of the engine's own moves: claim, pause, hand over …"""
    item = item_of(request, pk)
    found = OWN.get(move)
    if found is None or found.key not in {one.key for one in offered(item, request.actor)}:
        messages.error(request, "这一步现在不能办，情况可能已经变了，请看最新的")
        return redirect("matter", pk)
    form = found.form(item, request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        refused = _own_made(request, item, found, form)
        if refused is None:
            return redirect("matter", pk)
        if form is None:
            messages.error(request, refused)
            return redirect("matter", pk)
        form.add_error(None, refused)
    if form is None:
        return redirect("matter", pk)
    context = {
        "title": found.label, "item": item, "row_title": item.title, "form": form, "told": found.hint,
        "asked": asked_of(item, request.actor, found.key),
        "back_url": reverse("matter", args=[pk]), "save_label": found.label,
        "drop_label": NOT_NOW,
    }  # fmt: skip
    return render(request, "process/own.html", context, status=422 if form.errors else 200)


def _own_made(request: Request, item: WorkItem, found: Any, form: Any) -> str | None:
    try:
        with transaction.atomic():
            found.make(item, request.actor, clock.now(), form)
    except MoveRefused as refusal:
        return str(refusal)
    messages.success(request, f"{item.title}：已{found.label}")
    return None


@door(SIGNED_IN)
@require_POST
def undo(request: Request, pk: UUID) -> HttpResponse:
    item = item_of(request, pk)
    try:
        moving.undo(item.pk, actor=request.actor, now=clock.now())
        messages.success(request, f"{item.title}：已撤销，回到“{_now(item)}”")
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("matter", pk)


def _now(item: WorkItem) -> str:
    item.refresh_from_db()
    return item.stage.label


@door(SIGNED_IN)
@require_POST
def batch(request: Request) -> HttpResponse:
    """The same quick move for all that are ticked; what could not be moved is said with its reason."""
    done, begun, refused = 0, 0, []
    for text in request.POST.getlist("ids")[:MOST_AT_ONCE]:
        try:
            item = item_of(request, UUID(text))
            move = quick_of(item)
            if move is None:
                raise MoveRefused("这一步要填内容，请打开来办")
            moving.advance(item.pk, move.key, actor=request.actor, now=clock.now())
            done += 1
        except MoveLater:
            assert move is not None
            _begun(request, item, move, {})
            begun += 1
        except (MoveRefused, ValueError, Http404) as refusal:
            refused.append(str(refusal) or "没有找到")
    if done:
        messages.success(request, f"办了 {done} 件")
    if begun:
        messages.success(request, f"{begun} 件正在后台核对，核完就办")
    for reason in sorted(set(refused)):
        messages.error(request, f"{refused.count(reason)} 件没办：{reason}")
    return redirect("home")


def quick_of(item: WorkItem) -> Move | None:
    """The stage's own move that one click makes, if it has one."""
    return next((move for move in item.moves() if move.quick), None)


@door(SIGNED_IN)
@require_GET
def proof(request: Request, pk: UUID, number: int) -> HttpResponseBase:
    """The file of a piece of evidence, for whoever sees the matter; the journal keeps who looked."""
    item = item_of(request, pk)
    found = get_object_or_404(
        Proof.objects.visible_to(request.actor).filter(item=item).select_related("file"), pk=number
    )
    if found.file is None:
        raise Http404
    return handed_out(request.actor, found.file)
