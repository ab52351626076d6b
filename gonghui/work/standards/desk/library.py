"""The desk's page of a union's rules: which of the library it has, since when, by which meeting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.registers.meetings.models import Meeting
from gonghui.registers.meetings.rules import MEETINGS
from gonghui.registers.unions.models import Union
from gonghui.work.standards import selectors
from gonghui.work.standards.actions.library import drop_rule, pass_rule
from gonghui.work.standards.forms import RuleForm
from gonghui.work.standards.models import Adopted
from gonghui.work.standards.rules.library import Rule, library


@door("standards.read")
@require_http_methods(["GET", "POST"])
def rules(request: Request, pk: int) -> HttpResponse:
    """Every rule of the library, and what this union made of it."""
    actor = request.actor
    union = get_object_or_404(selectors.base_unions(actor), pk=pk)
    may = actor.may("standards.write")
    form = _form(request, union) if may else None
    if request.method == "POST" and form is not None and form.is_valid() and _passed(request, union, form):
        return redirect("union-rules", pk)
    kept: dict[str, list[Adopted]] = {}
    for one in Adopted.objects.visible_to(actor).filter(unit_id=pk).order_by("-since"):
        kept.setdefault(one.rule, []).append(one)
    now = sum(any(one.until is None for one in found) for found in kept.values())
    context = {
        "title": f"{union.name}：制度 {now}/{len(library())}", "union": union, "form": form, "may": may,
        "lines": [_line(rule, kept.get(rule.key, [])) for rule in library().values()],
        "back_url": reverse("standing", args=[pk]),
    }  # fmt: skip
    return render(request, "standards/rules.html", context, status=422 if form and form.errors else 200)


def _line(rule: Rule, found: list[Adopted]) -> dict[str, Any]:
    now = next((one for one in found if one.until is None), None)
    return {"rule": rule, "now": now, "before": [one for one in found if one.until is not None]}


def _form(request: Request, union: Union) -> RuleForm:
    rows = Meeting.objects.visible_to(request.actor).filter(unit_id=union.pk, kind__in=MEETINGS)
    meetings = [(str(one.pk), f"{one.held_on} {one.title}") for one in rows.order_by("-held_on")[:200]]
    return RuleForm(request.POST if request.method == "POST" else None, meetings=meetings)


def _passed(request: Request, union: Union, form: RuleForm) -> bool:
    given = dict(form.cleaned_data)
    meeting = given.pop("meeting")
    try:
        with transaction.atomic():
            made = pass_rule(
                actor=request.actor, unit=union.unit, today=clock.today(), meeting=UUID(meeting) if meeting else None, **given
            )  # fmt: skip
        messages.success(request, f"已登记：{library()[made.rule].label}，{made.since} 通过")
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


@door("standards.write")
@require_POST
def drop(request: Request, pk: UUID) -> HttpResponse:
    """废止 from today on."""
    found = get_object_or_404(Adopted.objects.visible_to(request.actor), pk=pk)
    try:
        drop_rule(actor=request.actor, adopted=found, on=clock.today())
        messages.success(request, "已登记废止")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("union-rules", found.unit_id)
