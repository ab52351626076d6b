"""条线、网格: one page for each of the two trees, made of the units there are; who leads, advises and belongs to each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import open_units
from gonghui.registers.employers.actions import put_in
from gonghui.registers.unions.actions import lead, put_in_tree
from gonghui.registers.unions.models import Union
from gonghui.site.desk import overlines
from gonghui.site.desk.overlines import TREES, Tree

PAGE = 50


def _tree(request: Request, key: str) -> Tree:
    if key not in TREES or request.actor.tree not in {"leadership", key}:
        raise Http404
    return TREES[key]


def _unit(actor: Actor, tree: Tree, pk: int) -> Unit:
    found: Unit = get_object_or_404(open_units(actor, *tree.kinds), pk=pk)
    return found


@door("lines.read")
@require_GET
def lines(request: Request, tree: str) -> HttpResponse:
    """Every line, who leads and advises it, what is in it; and how many employers are in none."""
    kind, actor = _tree(request, tree), request.actor
    rows = overlines.rows(actor, kind, clock.today())
    labels = (kind.label, "牵头部门", kind.helper, "用人单位", "其中没建会", "工会", "在办事项")
    context = {
        "title": kind.title, "tree": kind,
        "subtitle": f"每家用人单位只在一个{kind.label}；没划进去的列在下面，不漏一家。",
        "headings": [{"label": text, "numeric": at > 2} for at, text in enumerate(labels)],
        "rows": [_line(kind, one) for one in rows], "total": len(rows),
        "figures": [
            {"label": f"{kind.label}", "value": len(rows), "unit": "个"},
            {"label": "已划进去的用人单位", "value": sum(one.employers for one in rows), "unit": "家"},
            {"label": "还没划进去的", "value": overlines.free(actor, kind).count(), "unit": "家", "url": reverse("lines-free", args=[tree])},
            {"label": f"没有{kind.helper}的", "value": sum(not one.helpers for one in rows), "unit": "个"},
        ],
    }  # fmt: skip
    return render(request, "site/lines.html", context)


def _line(tree: Tree, row: overlines.Row) -> dict[str, Any]:
    missing = {"text": "还没有", "kind": "tag", "tone": "warn"}
    texts: list[Any] = [
        row.unit.name, row.department or "—", "、".join(row.helpers) or missing, row.employers, row.uncovered,
        row.unions, row.matters,
    ]  # fmt: skip
    cells = [
        one if isinstance(one, dict) else {"text": one, "kind": "num" if isinstance(one, int) else "text"}
        for one in texts
    ]
    return {"url": reverse("line", args=[tree.key, row.unit.pk]), "cells": cells}


@door("lines.read")
@require_http_methods(["GET", "POST"])
def line(request: Request, tree: str, pk: int) -> HttpResponse:
    """One line: its people, its employers and unions, its open matters; and what a clerk may write."""
    kind, actor = _tree(request, tree), request.actor
    unit = _unit(actor, kind, pk)
    if request.method == "POST":
        _written(request, kind, unit)
        return redirect("line", tree, pk)
    row = overlines.row(actor, kind, unit, clock.today())
    query = urlencode({"unit": unit.pk, "role": kind.role})
    context = {
        "title": unit.name, "tree": kind, "row": row, "may": actor.may("lines.write"),
        "helper_url": f"{reverse('post-new')}?{query}" if actor.may("settings.people") else "",
        "employers_url": reverse("register", args=["employers"]) + f"?{kind.column}={unit.pk}",
        "unions": overlines.unions_in(actor, kind, unit)[:60] if actor.may("unions.read") else [],
        "matters": overlines.matters_in(actor, kind, unit)[:20],
        "back_url": reverse("lines", args=[tree]),
    }  # fmt: skip
    return render(request, "site/line.html", context)


def _written(request: Request, tree: Tree, unit: Unit) -> None:
    """The department, or a union that stands in the line from today on."""
    actor = request.actor
    try:
        if not actor.may("lines.write"):
            raise ValidationError("您现在的身份不能改这里")
        with transaction.atomic():
            if "department" in request.POST:
                lead(actor=actor, unit=unit, department=request.POST["department"][:60])
                messages.success(request, "已记下牵头部门")
            else:
                union = _named(actor, request.POST.get("union", ""))
                put_in_tree(actor=actor, union=union, tree=tree.key, unit=unit, on=clock.today())
                messages.success(request, f"{union.name}已划进{unit.name}")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))


def _named(actor: Actor, text: str) -> Union:
    wanted = text.strip()[:120]
    seen = Union.objects.visible_to(actor).filter(unit__closed_on=None).select_related("unit")
    found = (
        list(seen.filter(credit_code=wanted.upper())[:2] or seen.filter(name=wanted)[:2]) if wanted else []
    )
    if len(found) != 1:
        raise ValidationError(f"没有找到“{wanted}”这家工会（或有同名的，请写信用代码）")
    return found[0]


@door("lines.read")
@require_http_methods(["GET", "POST"])
def free(request: Request, tree: str) -> HttpResponse:
    """The employers that are in none, to be put into one."""
    kind, actor = _tree(request, tree), request.actor
    units = list(open_units(actor, *kind.kinds))
    if request.method == "POST":
        _put(request, kind, units)
        return redirect(request.get_full_path())
    page = Paginator(overlines.free(actor, kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"还没划进{kind.label}的用人单位", "tree": kind, "units": units, "page": page,
        "may": actor.may("lines.write"), "back_url": reverse("lines", args=[tree]),
        "prev_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "site/lines_free.html", context)


def _put(request: Request, tree: Tree, units: list[Unit]) -> None:
    actor = request.actor
    target = next((one for one in units if str(one.pk) == request.POST.get("target", "")), None)
    wanted = [pk for pk in map(_uuid, request.POST.getlist("ids")[:500]) if pk]
    chosen = list(overlines.free(actor, tree).filter(pk__in=wanted)) if wanted else []
    try:
        if not actor.may("lines.write"):
            raise ValidationError("您现在的身份不能改这里")
        if target is None or not chosen:
            raise ValidationError(f"请选用人单位，再选划进哪个{tree.label}")
        with transaction.atomic():
            count = put_in(actor=actor, employers=chosen, tree=tree.key, unit=target)
        messages.success(request, f"已把 {count} 家划进{target.name}")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
