"""空壳迹象: the unions in reach with enough signs, the most first, each with the facts it was told for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gonghui.insight.shells.rules import (
    LABELS,
    REVIVE,
    RULE,
    Alert,
    Weights,
    alerts,
    revival,
    subject_of,
    to_do,
)
from gonghui.insight.shells.selectors import aside, facts, shown, weights_of
from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.selectors import light, steps
from gonghui.kernel.process.showing import due_words, step_shown
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.unions.selectors import unions
from gonghui.work.gaps.actions import open_plan
from gonghui.work.gaps.desk.contests import contest_blocks
from gonghui.work.gaps.rules import FINDERS
from gonghui.work.gaps.selectors import facts_of, of_rules

PLANS = "gaps.clear"  # who may set one up: the offices that watch over unions
PAGE = 50
UNSET = "；各项分值还没有设，请管理员先载入参数，所以现在一家也没有列出"


@door("shells.read")
@require_GET
def shells(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    weights, every = weights_of(actor, today), facts(actor, today)
    found = alerts(every, today, weights, aside(actor)) if weights else []
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


@door("gaps.read")
@require_GET
def shell(request: Request, pk: int) -> HttpResponse:
    """One union's alert: its signs, what was contested of them, every step, and the plan to revive it."""
    actor, today = request.actor, clock.today()
    union = get_object_or_404(unions(actor), pk=pk)
    item = next(iter(of_rules(actor, [RULE], subject_of(pk))), None)
    plan = of_rules(actor, map(revival, REVIVE), subject_of(pk))
    open_ = {one.rule for one in plan if one.closed_on is None}
    signs = _signs_seen(actor, today, pk, item)
    context = {
        "title": f"{union.name}：空壳迹象", "union": union, "signs": signs, "item": item,
        "points": sum(one["points"] for one in signs), "list_url": reverse("shells") if actor.may("shells.read") else reverse("gaps"),
        "plan": [_matter(one, today) for one in plan], "steps": [step_shown(one) for one in steps(item)] if item else [],
        "may_plan": actor.may(PLANS) and any(revival(one["key"]) not in open_ for one in signs),
        **(contest_blocks(item, actor) if item else {}),
    }  # fmt: skip
    return render(request, "shells/one.html", context)


def _signs_seen(actor: Actor, today: date, pk: int, item: WorkItem | None) -> list[dict[str, Any]]:
    """For who looks after unions what is so today; for the union itself what it was told."""
    keys = {label: key for key, label in LABELS.items()}
    weights = weights_of(actor, today)
    if actor.may("shells.read"):
        found = shown(actor, today, pk).get(pk)
        said = {sign.key: sign.text for sign in found[1]} if found else {}
    else:
        said = {keys[label]: text for label, text in facts_of(item).items() if label in keys} if item and not item.closed_on else {}  # fmt: skip
    points = weights.points if weights else {}
    return [
        {"key": key, "label": LABELS[key], "text": text, "points": points.get(key, 0.0), "shown": f"{points.get(key, 0.0):g}"}
        for key, text in said.items()
    ]  # fmt: skip


def _matter(one: WorkItem, today: date) -> dict[str, Any]:
    due = f"{one.closed_on:%Y-%m-%d}" if one.closed_on else due_words(one, today)
    return {
        "url": reverse("matter", args=[one.pk]), "title": one.title, "number": one.number, "holder": one.holder_label,
        "state": one.stage_label, "due": due, "late": light(one, today) == "red" and not one.closed_on, "again": one.reopened,
    }  # fmt: skip


@door(PLANS)
@require_POST
def plan(request: Request, pk: int) -> HttpResponse:
    """定激活计划: one press lists a matter for every sign, with who does it and by when."""
    actor = request.actor
    union = get_object_or_404(unions(actor).select_related("unit"), pk=pk)
    found = shown(actor, clock.today(), pk).get(pk)
    wanted = [(FINDERS[revival(sign.key)], to_do(found[0], sign)) for sign in found[1]] if found else []
    if not wanted:
        messages.error(request, "这家工会现在没有空壳迹象，不用定激活计划")
        return redirect("shell", pk)
    made = open_plan(actor=actor, unit=union.unit, label=union.name, wanted=wanted, now=clock.now())
    messages.success(request, f"激活计划 {len(made)} 件已列入销号台账，每件都有承办人和期限")
    return redirect("shell", pk)


def _line(one: Alert) -> dict[str, Any]:
    return {
        "name": one.facts.name, "url": reverse("shell", args=[one.facts.unit_id]), "place": one.facts.place,
        "points": f"{one.points:g}", "signs": [{"label": LABELS[sign.key], "text": sign.text, "points": f"{sign.points:g}"} for sign in one.signs],
    }  # fmt: skip


def _weighed(weights: Weights) -> str:
    return "，".join(f"{LABELS[key]} {points:g}" for key, points in weights.points.items())
