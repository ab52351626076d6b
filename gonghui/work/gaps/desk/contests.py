"""异议: the page that takes one in, and the one that decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.work.gaps import forms, rules, selectors
from gonghui.work.gaps.actions import contests as actions
from gonghui.work.gaps.models import Contest

BROKEN = "没存上：这一项刚才已经有人提出异议，或和别人刚办的冲突"


@door("gaps.contest")
@require_http_methods(["GET", "POST"])
def contest(request: Request, pk: UUID) -> HttpResponse:
    item = get_object_or_404(selectors.items(request.actor), pk=pk)
    if not rules.contestable(item.rule):
        raise Http404
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.ContestForm(list(selectors.facts_of(item)), request.actor, *given)
    if (sign := request.GET.get("sign", "")) in selectors.facts_of(item):
        form.initial = {"sign": sign}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        act = lambda: actions.contest(actor=request.actor, item=item, sign=said["sign"], reason=said["reason"], upload=said["file"], now=clock.now())  # noqa: E731  # fmt: skip
        if _done(request, form, act, "异议已提出，由别人认定"):
            return redirect("matter", pk)
    return _page(request, form, f"{item.title}：提出异议", "提出异议", pk)


@door("gaps.clear")
@require_http_methods(["GET", "POST"])
def decide(request: Request, pk: UUID) -> HttpResponse:
    found = get_object_or_404(selectors.contests(request.actor), pk=pk)
    form = ColumnsForm(forms.DECIDE, request.actor, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        act = lambda: actions.decide_contest(actor=request.actor, contest=found, upheld=said["upheld"] == "yes", answer=said["answer"], now=clock.now())  # noqa: E731  # fmt: skip
        if _done(request, form, act, "已认定"):
            return redirect("matter", found.item_id)
    told = f"系统说：{found.fact}。{found.unit_name}{found.actor_name}说：{found.reason}"
    return _page(request, form, f"认定异议：{found.sign}", "认定", found.item_id, told)


def _done(request: Request, form: Any, act: Callable[[], object], said: str) -> bool:
    try:
        with transaction.atomic():
            act()
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
    except DatabaseError:
        form.add_error(None, BROKEN)
    else:
        messages.success(request, said)
        return True
    return False


def _page(request: Request, form: Any, title: str, label: str, item: UUID, told: str = "") -> HttpResponse:
    context = {
        "title": title, "row_title": title, "form": form, "save_label": label, "told": told,
        "back_url": reverse("matter", args=[item]),
    }  # fmt: skip
    return render(request, "gaps/form.html", context, status=422 if form.errors else 200)


def contest_blocks(item: WorkItem, actor: Actor) -> dict[str, Any]:
    """What a gap's page shows of what was contested, and whether it can be."""
    if not rules.contestable(item.rule):
        return {}
    may = actor.may(actions.MAY) and item.closed_on is None
    said = [_shown(one, actor) for one in selectors.contests(actor).filter(item=item)]
    return {"contests": said, "contest_url": reverse("gaps-contest", args=[item.pk]) if may else ""}


def _shown(one: Contest, actor: Actor) -> dict[str, Any]:
    decides = one.upheld is None and actor.may(actions.DECIDES) and actor.account_id != one.account_id
    return {
        "sign": one.sign, "fact": one.fact, "reason": one.reason, "who": f"{one.unit_name} {one.actor_name}", "answer": one.answer,
        "at": timezone.localtime(one.at).strftime("%Y-%m-%d"), "by": one.decided_name,
        "on": timezone.localtime(one.decided_at).strftime("%Y-%m-%d") if one.decided_at else "",
        "state": "等认定" if one.upheld is None else "成立，不再计入" if one.upheld else "不成立",
        "tone": "warn" if one.upheld is None else "ok" if one.upheld else "mute",
        "proof_url": reverse("matter-proof", args=[one.item_id, one.proof_id]) if one.proof_id else "",
        "decide_url": reverse("gaps-contest-decide", args=[one.pk]) if decides else "",
    }  # fmt: skip
