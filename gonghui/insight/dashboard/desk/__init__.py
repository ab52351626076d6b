"""The screen of figures: findings first, then every figure with its definition; each opens onto its rows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.insight.dashboard.desk.asking import Asked, asked_of
from gonghui.insight.dashboard.rules import MOST_BARS, Place, between, ordered, over_time
from gonghui.insight.dashboard.selectors import alike, grouped, over_days, under
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.indicators.definition import INDICATORS
from gonghui.kernel.indicators.selectors import Figure, figures, flows
from gonghui.kernel.units.models import Unit

COMPARED = ("employers.rate", "members.rate_union", "unions.in_term", "cadres.chair_rate")
FOLLOWED = ("members.count", "unions.base")
TOP = (
    "members.count",
    "members.rate_union",
    "members.rate_all",
    "employers.rate",
    "members.migrant_rate",
)


@door("figures.read")
@require_GET
def screen(request: Request) -> HttpResponse:
    """One screen about one node: what is high and low below it, how it went, and every figure."""
    actor, asked = request.actor, asked_of(request)
    own = figures(actor, asked.unit, asked.as_of, asked.tree, as_was=asked.as_was)
    below = under(actor, asked.unit, asked.as_of, asked.tree, COMPARED, asked.as_was)
    places = alike(actor, [node for node, _ in below], asked.tree)
    beside = [(node, found) for node, found in below if node in places]
    days = over_days(actor, asked.unit, asked.as_of, asked.tree, FOLLOWED)
    context = {
        "title": headline(asked.unit, own), "asked": asked, "line": asked.line(actor), "top": [shown(own[key], asked) for key in TOP],
        "compared": [compared(key, own[key], beside, asked, reverse("figures"), others=len(below) - len(beside)) for key in COMPARED] if below else [],
        "followed": [followed(days[key]) for key in FOLLOWED],
        "groups": [(label, [shown(own[one.key], asked) for one in found]) for label, found in grouped()],
        "export_url": asked.address(reverse("figures-export")) if actor.may("figures.export") else "", "map_url": asked.address(reverse("map")),
    }  # fmt: skip
    return render(request, "dashboard/screen.html", context)


@door("figures.read")
@require_GET
def figure(request: Request, key: str) -> HttpResponse:
    """One figure: its definition in words, of what it is made, what stands below, how it went."""
    if key not in INDICATORS:
        raise Http404
    actor, asked = request.actor, asked_of(request, INDICATORS[key].flow)
    found = figures(actor, asked.unit, asked.as_of, asked.tree, [key, *INDICATORS[key].parts], asked.as_was)
    if asked.since:
        found |= flows(actor, asked.unit, asked.since, asked.as_of, [key], asked.tree)
    own = found[key]
    below = under(actor, asked.unit, asked.as_of, asked.tree, [key], asked.as_was)
    page = reverse("figure", args=[key])
    rows = reverse("figure-rows", args=[key])
    context = {
        "title": f"{own.indicator.label} {own.text}{'' if own.indicator.is_rate else ' ' + own.indicator.unit}",
        "figure": own, "one": own.indicator, "asked": asked, "line": asked.line(actor, page),
        "numerator_url": asked.address(rows), "denominator_url": asked.address(rows, part="denominator") if own.indicator.denominator else "",
        "compared": compared(key, own, below, asked, page, every=True) if below and not asked.since else None,
        "parts": [shown(found[part], asked) for part in own.indicator.parts], "added": added(own, found),
        "followed": followed(over_days(actor, asked.unit, asked.as_of, asked.tree, [key])[key]),
        "all_url": asked.address(reverse("figures")), "map_url": asked.address(reverse("map"), key=key) if below and not asked.since else "", "export_url": asked.address(reverse("figures-export"), keys=key) if actor.may("figures.export") else "",
        "undated": any(part is not None and part.source.until is None and part.source.since is None for part in (own.indicator.numerator, own.indicator.denominator)),
    }  # fmt: skip
    return render(request, "dashboard/figure.html", context)


def added(own: Figure, found: dict[str, Figure]) -> dict[str, Any]:
    """Whether the parts of a figure make up the whole."""
    total = sum((found[part].numerator for part in own.indicator.parts), start=0)
    return {"total": f"{total:,}", "equal": total == own.numerator, "less": f"{abs(own.numerator - total):,}"}


def headline(unit: Unit, own: dict[str, Figure]) -> str:
    """The finding of the whole page."""
    return f"{unit.name}：会员 {own['members.count'].text} 人，入会率 {own['members.rate_union'].text}"


def shown(one: Figure, asked: Asked) -> dict[str, Any]:
    """A figure as a cell: what it says, of what it is made, and where it leads."""
    made = "" if one.denominator is None else f"{one.numerator:,} ÷ {one.denominator:,}"
    return {"label": one.indicator.label, "text": one.text, "unit": "" if one.indicator.is_rate else one.indicator.unit, "made": made,
            "meaning": one.indicator.meaning, "url": asked.address(one.indicator.url)}  # fmt: skip


def compared(
    key: str,
    own: Figure,
    below: list[tuple[Unit, dict[str, Figure]]],
    asked: Asked,
    page: str,
    every: bool = False,
    others: int = 0,
) -> dict[str, Any]:
    """Bars of what stands below, the largest first, and the sentence that says what they show."""
    places = ordered(
        [Place(node.name, asked.address(page, unit=node.pk), found[key]) for node, found in below], own
    )
    values = [one.figure.value for one in places if one.figure.value is not None]
    most = max([*values, own.value or 0, 1]) if own.indicator.is_rate else max([*values, 1])
    return {
        "finding": between(places, own), "places": places if every else places[:MOST_BARS], "left": 0 if every else others + max(0, len(places) - MOST_BARS),
        "most": most, "whole": own.value if own.indicator.is_rate else None, "own": own, "meaning": own.indicator.meaning, "unit": own.indicator.unit,
        "url": asked.address(own.indicator.url), "with_low": any(one.low for one in places),
    }  # fmt: skip


def followed(found: list[Figure]) -> dict[str, Any]:
    points = [(f"{one.as_of:%y-%m}", one.value, one.text) for one in found]
    return {"finding": over_time(found), "points": points, "figures": found}
