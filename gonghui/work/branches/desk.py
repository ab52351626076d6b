"""The desk's pages: setting up a branch or a group, and who belongs to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.members.actions import put_in, take_out
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules.elections import POSTS
from gonghui.registers.unions.selectors import unions
from gonghui.work.branches import selectors
from gonghui.work.branches.actions import begin_branch, set_up_group
from gonghui.work.branches.forms import BranchForm, GroupForm
from gonghui.work.branches.models import BranchSetting
from gonghui.work.branches.process import BRANCH

PAGE = 50


def _union(request: Request, pk: int) -> Union:
    found: Union = get_object_or_404(unions(request.actor).filter(unit__closed_on=None), pk=pk)
    return found


@door("branches.open")
@require_http_methods(["GET", "POST"])
def branch(request: Request, pk: int) -> HttpResponse:
    """发起设分会."""
    union = _union(request, pk)
    form = BranchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            item = begin_branch(
                actor=request.actor, union=union, given=form.cleaned_data["given"], now=clock.now()
            )
            messages.success(request, f"已发起：{item.title}")
            return redirect("matter", item.pk)
        except (MoveRefused, NoParameter) as refusal:
            form.add_error(None, str(refusal))
    return _form(request, union, form, "设分会", "发起")


@door("branches.open")
@require_http_methods(["GET", "POST"])
def group(request: Request, pk: int) -> HttpResponse:
    """设小组, at once."""
    union = _union(request, pk)
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = set_up_group(
                    actor=request.actor, union=union, today=clock.today(), **form.cleaned_data
                )
            messages.success(request, f"已设{made.name}，下一步把会员编进来")
            return redirect("sub-members", made.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return _form(request, union, form, "设小组", "设小组")


def _form(request: Request, union: Union, form: Any, title: str, label: str) -> HttpResponse:
    context = {
        "title": title, "row_title": union.name, "form": form, "save_label": label,
        "back_url": reverse("union", args=[union.pk]),
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door("members.read")
@require_http_methods(["GET", "POST"])
def people(request: Request, pk: int) -> HttpResponse:
    """Who belongs to a branch or group, and which members of the union are in none yet."""
    union: Union = get_object_or_404(selectors.sub_union(request.actor, pk))
    actor, may = request.actor, request.actor.may("branches.open")
    if request.method == "POST":
        if may:
            _placed(request, union)
        else:
            messages.error(request, "您现在的身份不能编排小组")
        return redirect("sub-members", pk)
    page = Paginator(selectors.outside(actor, union.unit), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"{union.name}的会员", "union": union, "may": may, "free": page.object_list, "page": page,
        "inside": list(selectors.inside(actor, union.unit)[:500]), "back_url": reverse("union", args=[pk]),
        "prev_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "branches/people.html", context)


def _placed(request: Request, union: Union) -> None:
    actor, today = request.actor, clock.today()
    wanted = [pk for pk in map(_uuid, request.POST.getlist("ids")[:500]) if pk]
    deed = request.POST.get("do", "")
    rows = {"in": selectors.outside, "out": selectors.inside}.get(deed)
    chosen = list(rows(actor, union.unit).filter(pk__in=wanted)) if rows and wanted else []
    if not chosen:
        messages.error(request, "没有选会员，或选的人已经编过了")
        return
    act = put_in if deed == "in" else take_out
    try:
        with transaction.atomic():
            count = act(actor=actor, unit=union.unit, memberships=chosen, on=today)
        messages.success(request, f"已{'编入' if deed == 'in' else '调出'} {count} 人")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@shown_with(BRANCH)
def blocks(record: BranchSetting, actor: Actor) -> dict[str, Any]:
    labels = dict(POSTS)
    found = [
        ("分会", record.name),
        ("委员会决定", f"{record.decided_on or ''}"),
        ("选举", f"{record.held_on}，应到 {record.should_attend} 人，实到 {record.attended} 人" if record.held_on else ""),
        ("得票", record.votes),
        ("当选", "、".join(f"{name}（{labels.get(post, post)}）" for name, _, post in record.elected)),
    ]  # fmt: skip
    return {
        "facts": [(label, text) for label, text in found if text],
        "branch_url": reverse("union", args=[record.branch_id]) if record.branch_id and actor.may("unions.read") else "",
    }  # fmt: skip
