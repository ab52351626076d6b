"""The desk's page of a worker's request: what was told, and the number to call for who says why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ReasonForm
from gonghui.kernel.secrets.fields import Sealed
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.work.appeals import rules, selectors
from gonghui.work.appeals.actions import reveal
from gonghui.work.appeals.models import Appeal
from gonghui.work.appeals.process import APPEAL


def _open(sealed: Sealed | None) -> str:
    return sealed.reveal() if sealed else ""


@shown_with(APPEAL)
def on_the_page(record: Appeal, actor: Actor) -> dict[str, Any]:
    """Everything for who brought it and for the offices that answer; a leader who only watches reads not what was told."""
    facts = [
        ("哪一类", record.get_kind_display()),
        ("哪天说的", f"{record.told_on}"),
        ("答复", record.answer),
    ]
    if actor.may("appeals.answer") or record.item.opened_by == actor.account_id:
        mobile = _open(record.mobile)
        facts[1:1] = [
            ("什么事", _open(record.story)), ("谁说的", _open(record.name) or rules.ANONYMOUS),
            ("手机", mask_phone(mobile)), ("在哪里干活", _open(record.workplace)),
        ]  # fmt: skip
    callable_ = bool(record.mobile) and actor.may("appeals.reveal")
    return {
        "facts": [(label, text) for label, text in facts if text],
        "call_url": reverse("appeal-call", args=[record.pk]) if callable_ else "",
    }


@door("appeals.reveal")
@require_http_methods(["GET", "POST"])
def call(request: Request, pk: UUID) -> HttpResponse:
    """The worker's number; who looked and why is noted."""
    found = selectors.appeal(request.actor, pk)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    asked = request.method == "POST" and form.is_valid()
    mobile = reveal(actor=request.actor, appeal=found, reason=form.cleaned_data["reason"]) if asked else ""
    context = {
        "title": f"打电话给职工 · {found.item.number}", "item": found.item, "mobile": mobile,
        "fault": form.errors.get("reason", [""])[0], "reason": request.POST.get("reason", "")[:100],
    }  # fmt: skip
    response = render(request, "work/appeal_call.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
