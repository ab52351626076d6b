"""Settings: the trees of units as of a day, and one unit with what may be done to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.journal.selectors import history_of
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import (
    answered_for,
    counted,
    history,
    line_above,
    nearest,
    standing,
    units,
)
from gonghui.registers.unions.rules import KINDS
from gonghui.registers.unions.selectors import unions
from gonghui.site.desk.along import going_along
from gonghui.site.desk.deeds import DEEDS
from gonghui.site.desk.tables import cells, table

TREES = {"leadership": "管辖", "grid": "网格", "industry": "条线"}
KIND_LABELS = dict(KINDS) | {"grid": "网格", "area": "片区", "line": "条线"}


def kind_of(unit: Unit) -> str:
    return KIND_LABELS.get(unit.kind, "单位")


def asked_day(request: Request) -> date:
    """The day the tree is looked at; what cannot be read means today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@door("units.arrange")
@require_GET
def tree(request: Request) -> HttpResponse:
    """The units directly below one, or those found by name, as they stood on a day."""
    on, q = asked_day(request), request.GET.get("q", "").strip()[:60]
    key = asked if (asked := request.GET.get("tree", "")) in TREES else "leadership"
    at = _asked_unit(request)
    edges = counted(standing(request.actor, on, key))
    rows = edges.filter(unit__name__contains=q) if q else edges.filter(parent=at)
    words = {"tree": key, "on": on.isoformat()}
    reader = request.actor
    labels = ["单位", "类别", "上级", "从何时起", "直接下级"]
    context = table(
        request, "组织树", labels, rows.order_by("unit_id"), lambda edge: _line(reader, edge, words)
    )
    line = [] if q else line_above(request.actor, at, on, key)
    context |= {
        "q": q, "on": on.isoformat(), "tree": key, "trees": TREES.items(), "at": at,
        "crumbs": [{"label": one.name, "url": _address(one, words), "here": one.pk == at.pk} for one in line],
        "unit_url": reverse("unit", args=[at.pk]),
        "subtitle": "当天谁在谁下面。名称按今天的写；点单位看详情，移动、合并、分设、撤销、更名都在里面办。",
        "empty_heading": "没有找到" if q else "下面没有单位",
        "empty_text": "换个字，或者换一天再找。" if q else "",
    }  # fmt: skip
    return render(request, "site/settings/tree.html", context)


def _asked_unit(request: Request) -> Unit:
    text = request.GET.get("at", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else request.actor.unit_id
    return get_object_or_404(answered_for(request.actor), pk=pk)


def _address(unit: Unit, words: dict[str, str]) -> str:
    return f"{reverse('units')}?{urlencode(words | {'at': str(unit.pk)})}"


def seen(actor: Actor, edge: Any) -> str:
    """What stands above, by name when it lies in reach or on the line above it."""
    if edge.parent_id is None:
        return "最上面"
    path = edge.parent.path if edge.parent else None
    known = path is not None and (actor.reaches(path) or actor.lo.startswith(path))
    return edge.parent.name if known else "您管辖外的单位"


def _line(actor: Actor, edge: Any, words: dict[str, str]) -> dict[str, Any]:
    number = {"text": edge.below or 0, "kind": "num", "tone": ""}
    since = {"text": edge.since.isoformat(), "kind": "date", "tone": ""}
    url = _address(edge.unit, words) if edge.below else reverse("unit", args=[edge.unit_id])
    return cells(edge.unit.name, kind_of(edge.unit), seen(actor, edge), since, number, url=url)


@door("units.arrange")
@require_GET
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: where it stands and stood, what hangs on it, and the deeds."""
    actor = request.actor
    found = get_object_or_404(answered_for(actor), pk=pk)
    along = going_along(actor, found)
    own = found.pk == actor.unit_id
    open_ = found.closed_on is None and not own
    context = {
        "title": found.name,
        "row_title": found.name,
        "subtitle": kind_of(found),
        "list_url": reverse("units"),
        "register": {"label": "组织树"},
        "notices": _notices(actor, found, own),
        "figures": along.figures(),
        "sections": [{"label": "基本情况", "fields": _facts(actor, found)}],
        "acts": [{"url": reverse(f"unit-{key}", args=[pk]), "label": deed.label} for key, deed in DEEDS.items()]
        if open_
        else [],
        "places": [_place(actor, one) for one in history(actor, found)],
        "history": history_of(actor, found),
        "related": [{"url": reverse("union", args=[pk]), "label": "工会台账", "count": 1}]
        if actor.may("unions.read") and unions(actor).filter(pk=pk).exists()
        else [],
    }  # fmt: skip
    return render(request, "site/settings/unit.html", context)


def _notices(actor: Actor, found: Unit, own: bool) -> list[dict[str, str]]:
    if found.closed_on is not None:
        into = units(actor).filter(pk=found.successor_id or 0).first()
        said = f"，并入{into.name}" if into else "，并入您管辖外的单位" if found.successor_id else ""
        return [{"tone": "mute", "heading": "已经没有了", "text": f"{found.closed_on:%Y-%m-%d} 撤销{said}。"}]
    if own:
        return [{"tone": "info", "heading": "", "text": "这是您自己所在的单位，它的隶属由上级调整。"}]
    return []


def _facts(actor: Actor, found: Unit) -> list[dict[str, Any]]:
    above = nearest(actor, found)
    facts = [
        ("类别", kind_of(found)),
        ("现在的上级", above.name if above else ""),
        ("编码", found.code or ""),
    ]
    facts += [
        (f"{label}里的上级", one.name)
        for key, label in list(TREES.items())[1:]
        if (one := nearest(actor, found, key))
    ]
    return [{"label": label, "text": text} for label, text in facts]


def _place(actor: Actor, one: Any) -> dict[str, str]:
    until = f"到 {one.until:%Y-%m-%d} 前" if one.until else "到现在"
    return {
        "label": f"{TREES.get(one.tree, '经费')}：{seen(actor, one)}",
        "detail": f"{one.since:%Y-%m-%d} 起，{until}",
    }
