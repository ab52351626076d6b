"""The map: one figure over what stands directly below a node, on a sketch of its ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gonghui.insight.dashboard.desk import compared
from gonghui.insight.dashboard.desk.asking import Asked, asked_of
from gonghui.insight.dashboard.rules import LEAST_ROOM, LETTER, Shades, shades, short_names
from gonghui.insight.dashboard.selectors import alike, grouped, under
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.indicators.definition import INDICATORS
from gonghui.kernel.indicators.selectors import Figure, figures
from gonghui.kernel.outlines.drawing import WIDE, drawn
from gonghui.kernel.outlines.selectors import drawn_below, origins_of, shapes_of
from gonghui.kernel.units.models import Unit

USUAL = "members.rate_union"


@door("figures.read")
@require_GET
def map_page(request: Request) -> HttpResponse:
    """Each place leads to its own map where there is one, else to its figure; the table beside says the same."""
    actor, asked, key = request.actor, asked_of(request), request.GET.get("key", USUAL)
    if key not in INDICATORS:
        raise Http404
    own = figures(actor, asked.unit, asked.as_of, asked.tree, [key], asked.as_was)[key]
    below = under(actor, asked.unit, asked.as_of, asked.tree, [key], asked.as_was)
    nodes = alike(actor, [node for node, _ in below], asked.tree)
    below = [(node, found) for node, found in below if node in nodes]
    shapes = shapes_of(actor, [node.pk for node in nodes])
    shown = [(node, found[key]) for node, found in below if node.pk in shapes]
    tones = shades([one.value for _, one in shown])
    further = drawn_below(actor, nodes)
    page = reverse("map")

    def address(node: Unit) -> str:
        return asked.address(page, unit=node.pk, key=key) if node.pk in further else asked.address(reverse("figure", args=[key]), unit=node.pk)  # fmt: skip

    whole = _ground(shown, shapes, tones, address)
    crowded = {place["pk"] for place in whole["places"] if place["mute"]}
    closer = [one for one in shown if one[0].pk in crowded]
    context = {
        "title": f"{own.indicator.label}：{asked.unit.name}", "own": own, "asked": asked, "line": _line(request, asked, key), "key": key,
        "groups": grouped(), "tones": tones, "whole": whole, "closer": _ground(closer, shapes, tones, address) if 1 < len(closer) < len(shown) else None,
        "origins": origins_of(actor, list(shapes)), "compared": compared(key, own, below, asked, page, every=True) if below else None,
        "outlines_url": reverse("outlines") if actor.may("units.arrange") else "", "all_url": asked.address(reverse("figures")), "left": len(below) - len(shown),
    }  # fmt: skip
    return render(request, "dashboard/map.html", context)


def _line(request: Request, asked: Asked, key: str) -> list[dict[str, str]]:
    return [one | {"url": f"{one['url']}&key={key}"} for one in asked.line(request.actor, reverse("map"))]


def _ground(
    shown: list[tuple[Unit, Figure]], shapes: dict[int, list[list[list[int]]]], tones: Shades, address: Callable[[Unit], str]
) -> dict[str, Any]:  # fmt: skip
    """One drawing; ``mute``: a place too small for its name, ``tight``: on a phone too small for its number."""
    drawing = drawn({node.pk: shapes[node.pk] for node, _ in shown})
    names = short_names([node.name for node, _ in shown])
    places = []
    for (node, one), short in zip(shown, names, strict=True):
        ground = drawing.of[node.pk]
        places.append({
            "pk": node.pk, "name": node.name, "short": short, "figure": one, "path": ground.path, "tone": tones.of(one.value), "url": address(node),
            "x": round(ground.at[0]), "above": round(ground.at[1]) - 4, "under": round(ground.at[1]) + 20,
            "tight": ground.room < LEAST_ROOM, "mute": ground.room < len(short) * LETTER,
        })  # fmt: skip
    return {"places": places, "wide": WIDE, "high": drawing.high}
