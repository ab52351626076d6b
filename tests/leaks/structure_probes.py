"""The requests by which somebody might come at another's federations, branches, groups, lines, terms and duties."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from django.urls import reverse

from gonghui.registers.members.models import Membership
from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene
from tests.leaks.structure import DUTY, JOINING, TERMS

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
COUNTY = "owner.county"
LINE_OF = {"east": {"industry": "l1", "grid": "g1"}, "west": {"industry": "l2", "grid": "g2"}}
UPWARD = {
    "field": "party", "title": "关于开会的请示", "body": "妥否，请批示。", "contact": "崔新", "mobile": "13900000001",
}  # fmt: skip


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("federation-new")
def federations(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("federation-new")
    yield get("federation-new", url)
    if holding.key in JOINING:
        names = "\n".join(scene.of[key].union.name for key in JOINING[holding.key])
        body = {"kind": "area_federation", "name": "崔新工会联合会", "lines": names}
        yield get("federation-new", url)
        yield post("federation-new", url, "found", holding.key, body | {"name": "崔新区工会联合会"})


@entry("federation-paper")
def federation_papers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (item := holding.federation) is not None:
        for form in ("docx", "pdf"):
            url = reverse("federation-paper", args=[item.pk, "request", form])
            yield get("federation-paper", url, item.pk)


@entry("map")
def maps(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("map", "/map/")
    for key in ("members.count", "unions.base"):
        yield get("map", "/map/", unit=str(holding.unit.pk), key=key)
    yield get("map", "/map/", unit=str(holding.unit.pk), as_of="2026-10-01", as_was="1")


@entry("outlines")
def outlines(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("outlines")
    yield get("outlines", url)
    corners = [[120, 33], [120.5, 33], [120.5, 33.5]]
    shape = {"type": "Polygon", "coordinates": [corners]}
    feature = {"type": "Feature", "properties": {"name": holding.unit.name}, "geometry": shape}
    body = {"origin": "崔新", "file": json.dumps({"features": [feature]}, ensure_ascii=False)}
    yield post("outlines", url, "arrange", holding.key, body, kind="upload")


@entry("outlines-remove")
def outlines_gone(scene: Scene, holding: Holding) -> Iterator[Probe]:
    pk = holding.unit.pk
    yield post("outlines-remove", reverse("outlines-remove"), "arrange", holding.key, {"unit": str(pk)}, pk)


def _inside(name: str, body: dict[str, str]) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if holding.key in TERMS:
            url = reverse(name, args=[holding.unit.pk])
            yield get(name, url, holding.unit.pk)
            yield post(name, url, "branches", holding.key, body, holding.unit.pk)

    entry(name)(source)


_inside("branch-new", {"given": "崔新"})
_inside("group-new", {"given": "崔新", "leader": "崔新人", "on": "2026-11-20"})


@entry("sub-members")
def sub_members(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.key == "branch":
        url = reverse("sub-members", args=[holding.unit.pk])
        yield get("sub-members", url, holding.unit.pk)
        pk = Membership.objects.get(person=scene.of["mill"].members[0], until=None).pk
        for deed in ("in", "out"):
            yield post(
                "sub-members", url, "branches", "mill", {"do": deed, "ids": [str(pk)]}, holding.unit.pk
            )


@entry("lines")
def lines(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for tree in ("industry", "grid"):
        yield get("lines", reverse("lines", args=[tree]))


@entry("line")
def line(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for tree, key in LINE_OF.get(holding.key, {}).items():
        pk = scene.units[key].pk
        url = reverse("line", args=[tree, pk])
        yield get("line", url, pk)
        yield post("line", url, "lines", key, {"department": "崔新局"}, pk, by=COUNTY)
        yield post("line", url, "lines", key, {"union": scene.of["mill"].union.name}, pk, by=COUNTY)


@entry("lines-free")
def free(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for tree, key in LINE_OF["east"].items():
        url = reverse("lines-free", args=[tree])
        yield get("lines-free", url)
        if holding.key == "quay":
            body = {"ids": [str(holding.employer.pk)], "target": str(scene.units[key].pk)}
            yield post("lines-free", url, "lines", key, body, holding.employer.pk, by=COUNTY)


@entry("term")
def term(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.union is not None:
        url = reverse("term", args=[holding.unit.pk])
        yield get("term", url, holding.unit.pk)
        if holding.key in TERMS:
            for deed in ("reelection", "term_extension"):
                yield post("term", url, "terms", holding.key, {"do": deed}, holding.unit.pk)


@entry("term-vacancy")
def vacancy(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.union is not None:
        url = reverse("term-vacancy", args=[holding.unit.pk])
        yield get("term-vacancy", url, holding.unit.pk)
        if holding.key in TERMS:
            body = {"post": "vice_chair", "vacated_on": "2026-11-02", "why": "调离"}
            yield post("term-vacancy", url, "terms", holding.key, body, holding.unit.pk)


@entry("duties")
def duties(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("duties", "/duties/")
    if holding.union is not None:
        yield get("duties", "/duties/", unit=str(holding.unit.pk))


@entry("duty-list")
def duty_list(scene: Scene, holding: Holding) -> Iterator[Probe]:
    """Every clerk of a county keeps a list of their own; nobody else keeps one."""
    yield get("duty-list", reverse("duty-list"))
    yield post("duty-list", reverse("duty-list"), "duties", "", {})


@entry("duty-new")
def duty_new(scene: Scene, holding: Holding) -> Iterator[Probe]:
    body = {name: str(value) for name, value in DUTY.items()} | {"title": "崔新职责", "is_on": "on"}
    yield get("duty-new", reverse("duty-new"))
    yield post("duty-new", reverse("duty-new"), "duties", "", body)


@entry("duty")
def duty(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.duty) is not None:
        url = reverse("duty", args=[one.pk])
        body = {name: str(value) for name, value in DUTY.items()} | {"title": "改过了", "is_on": "on"}
        yield get("duty", url, one.pk)
        yield post("duty", url, "duties here", holding.key, body, one.pk)


@entry("upward-new")
def upward(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for kind in ("request", "report"):
        url = reverse("upward-new", args=[kind])
        yield get("upward-new", url)
        body = UPWARD if kind == "request" else UPWARD | {"body": "特此报告。"}
        yield post("upward-new", url, "upward", "", body)
