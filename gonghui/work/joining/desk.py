"""The desk's pages of joining: what has to be decided, the posters, and who goes where."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.identifiers.qr import qr
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_id, mask_phone
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.members.rules import GROUPS
from gonghui.registers.unions.rules import MEMBER_KINDS
from gonghui.registers.unions.selectors import unions
from gonghui.work.joining import rules, selectors
from gonghui.work.joining.actions import approve_many, keep_destination, make_code, revoke_code
from gonghui.work.joining.forms import CodeForm, DestinationForm
from gonghui.work.joining.models import Application
from gonghui.work.joining.process import JOINING

SHOWN = 500
MOST_UNITS = 2_000


@door("joining.read")
@require_http_methods(["GET", "POST"])
def applications(request: Request) -> HttpResponse:
    """Everything this post has to decide, what needs a look first; the rest is ticked and approved in one go."""
    if request.method == "POST":
        return _approved(request)
    rows = list(selectors.to_decide(request.actor)[:SHOWN])
    today = clock.today()
    context = {
        "title": f"入会审批 · {len(rows)} 份",
        "rows": [_row(one, today) for one in rows],
        "clean": sum(1 for one in rows if not one.problems),
        "may_make": request.actor.may("joining.codes"),
    }
    return render(request, "joining/applications.html", context)


def _row(one: Application, today: Any) -> dict[str, Any]:
    groups = dict(GROUPS)
    item = one.item
    return {
        "pk": one.pk, "seen": item.moves_made, "name": one.name, "url": reverse("matter", args=[one.pk]),
        "workplace": one.workplace, "groups": "、".join(groups.get(key, key) for key in one.groups),
        "way": one.get_way_display(), "problems": one.problems, "due_on": item.due_on, "late": item.due_on < today,
        "opened_on": item.opened_on,
    }  # fmt: skip


def _approved(request: Request) -> HttpResponse:
    picked = [found for text in request.POST.getlist("item")[:SHOWN] if (found := _picked(text))]
    if not picked:
        messages.error(request, "没有选中任何一份，请先勾选")
        return redirect("joining")
    done, refused = approve_many(actor=request.actor, items=picked, now=clock.now())
    if done:
        messages.success(request, f"批准了 {done} 份，批准的当天起就是会员")
    for _, why in refused[:5]:
        messages.error(request, f"有 1 份没有批准：{why}")
    return redirect("joining")


def _picked(text: str) -> tuple[UUID, int] | None:
    """ "key:steps seen", as the page wrote it; anything else is nobody's."""
    key, _, seen = text.partition(":")
    try:
        return UUID(key), int(seen[:9])
    except ValueError:
        return None


@door("joining.codes")
@require_http_methods(["GET", "POST"])
def codes(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    form = CodeForm(
        request.POST if request.method == "POST" else None, units=_taking(actor), grids=_grids(actor)
    )
    if request.method == "POST" and form.is_valid():
        unit = get_object_or_404(Unit.objects.visible_to(actor), pk=form.cleaned_data["unit"])
        grid = open_units(actor, "grid").filter(pk=form.cleaned_data["grid"]).first()
        try:
            made = make_code(
                actor=actor, unit=unit, kind=form.cleaned_data["kind"], label=form.cleaned_data["label"], today=today,
                grid=grid,
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("join-poster", made.pk)
    rows = [(row, row.is_valid_on(today)) for row in selectors.codes(actor)[:SHOWN]]
    context = {"title": "入会码", "form": form, "rows": rows}
    return render(request, "joining/codes.html", context, status=422 if form.errors else 200)


def _grids(actor: Actor) -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in open_units(actor, "grid")[:MOST_UNITS]]


def _taking(actor: Actor) -> list[tuple[int, str]]:
    found = unions(actor).filter(kind__in=MEMBER_KINDS).order_by("path")
    return [(one.pk, one.name) for one in found[:MOST_UNITS]]


@door("joining.codes")
@require_http_methods(["GET", "POST"])
def poster(request: Request, pk: UUID) -> HttpResponse:
    """The poster to print, A4; stopped by one press."""
    one = get_object_or_404(selectors.codes(request.actor), pk=pk)
    if request.method == "POST":
        revoke_code(actor=request.actor, code=one, today=clock.today())
        messages.success(request, f"“{one.label}”的入会码已停用，贴出去的海报从现在起打不开")
        return redirect("join-codes")
    address = request.build_absolute_uri(reverse("scan", args=[selectors.token_of(one)]))
    context = {
        "title": f"入会海报 · {one.label}", "code": one, "address": address, "picture": qr(address),
        "live": one.is_valid_on(clock.today()),
    }  # fmt: skip
    return render(request, "joining/poster.html", context)


@door("joining.codes")
@require_http_methods(["GET", "POST"])
def destinations(request: Request) -> HttpResponse:
    """入会去向: where people go who have no union of their own."""
    actor = request.actor
    form = DestinationForm(request.POST if request.method == "POST" else None, units=_taking(actor))
    if request.method == "POST" and form.is_valid():
        seen = Unit.objects.visible_to(actor)
        places = {name: get_object_or_404(seen, pk=form.cleaned_data[name]) for name in ("unit", "union")}
        try:
            keep_destination(
                actor=actor, group=form.cleaned_data["group"], reason=form.cleaned_data["reason"], **places
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, "已定好，今后的申请照这个走")
            return redirect("join-destinations")
    labels = dict(GROUPS)
    rows = [(row, labels.get(row.group, "不论哪个群体")) for row in selectors.destinations(actor)[:SHOWN]]
    context = {"title": "入会去向", "form": form, "rows": rows}
    return render(request, "joining/destinations.html", context, status=422 if form.errors else 200)


@shown_with(JOINING)
def on_the_page(record: Application, actor: Actor) -> dict[str, Any]:
    """What the matter's page shows of the applicant; numbers masked."""
    groups = dict(GROUPS)
    return {
        "facts": [
            ("姓名", record.name),
            ("证件号码", mask_id(record.id_number.reveal()) if record.id_number else "—"),
            ("手机", mask_phone(record.mobile.reveal()) if record.mobile else "没有，由工作人员转告"),
            ("在哪里干活", record.workplace or "—"),
            ("职业", "、".join(groups.get(key, key) for key in record.groups) or "—"),
            ("怎么来的", record.get_way_display() + (f" · {record.code.label}" if record.code else "")),
            ("为什么归这个工会", record.get_reason_display()),
        ],
        "problems": record.problems,
        "young": rules.YOUNGEST,
    }
