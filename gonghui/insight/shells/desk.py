"""空壳迹象: the unions in reach with enough signs, the most first, each with the facts it was told for."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.insight.shells.rules import LABELS, Alert, Weights, alerts
from gonghui.insight.shells.selectors import facts, weights_of
from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request

PAGE = 50
UNSET = "；各项分值还没有设，请管理员先载入参数，所以现在一家也没有列出"


@door("shells.read")
@require_GET
def shells(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    weights, every = weights_of(actor, today), facts(actor, today)
    found = alerts(every, today, weights) if weights else []
    least = f"，{weights.alert:g} 分以上的列在这里，分高的在前。迹象不是结论，请先核实" if weights else UNSET
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"有空壳迹象的工会 · {len(found):,} 家",
        "subtitle": f"共看了 {len(every):,} 家基层工会{least}。",
        "lines": [_line(one) for one in page.object_list], "page": page, "weights": _weighed(weights) if weights else "",
        "parameters_url": reverse("parameters") if actor.may("settings.read") else "",
        "prev_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "shells/list.html", context)


def _line(one: Alert) -> dict[str, Any]:
    return {
        "name": one.facts.name, "url": reverse("union", args=[one.facts.unit_id]), "place": one.facts.place,
        "points": f"{one.points:g}", "signs": [{"label": LABELS[sign.key], "text": sign.text, "points": f"{sign.points:g}"} for sign in one.signs],
    }  # fmt: skip


def _weighed(weights: Weights) -> str:
    return "，".join(f"{LABELS[key]} {points:g}" for key, points in weights.points.items())
