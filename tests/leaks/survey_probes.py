"""The requests by which somebody might learn who was met elsewhere, or say something about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
LISTS = ("subjects", "list_market", "list_couriers")


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("survey")
def rounds(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("survey", reverse("survey"))
    for key in LISTS if holding.met else ():
        for query in ({}, {"q": holding.tag}, {"size": "100"}):
            yield get("survey", reverse("register", args=[key]), **query)
            yield get("survey", f"/api/registers/{key}", **query)
    if holding.met:
        yield get("survey", "/search/", q=holding.tag)


@entry("survey-round")
def coverage(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for one in scene.rounds if holding.met else ():
        url = reverse("survey-round", args=[one.pk])
        yield get("survey-round", url)
        for key in ("g1", "g2", "l1"):
            yield get("survey-round", url, grid=str(scene.units[key].pk))


@entry("survey-close")
def ends(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for one in scene.rounds:
        url = reverse("survey-close", args=[one.pk])
        yield post("survey-close", url, "survey", "county", {}, one.pk, by="owner.county")


def _team(holding: Holding, unit: int) -> dict[str, str]:
    given = {"name": "崔新组", "people": "崔新人", "since": "2026-11-01", "until": "2026-11-30"}
    return given | {"unit__name": str(unit)}


@entry("survey-team-new")
def teams(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for one in scene.rounds if holding.met else ():
        url = reverse("survey-team-new", args=[one.pk])
        yield get("survey-team-new", url)
        yield post("survey-team-new", url, "teams", holding.key, _team(holding, holding.unit.pk))


@entry("survey-team")
def team(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.team) is not None:
        url = reverse("survey-team", args=[one.pk])
        yield get("survey-team", url, one.pk)
        yield post("survey-team", url, "teams", holding.key, _team(holding, holding.unit.pk), one.pk)


@entry("survey-subject")
def subjects(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.met) is not None:
        url = reverse("survey-subject", args=[one.pk])
        yield get("survey-subject", url, one.pk)
        yield get("survey-subject", url, one.pk, q=holding.tag)


def _deed(name: str, right: str, body: Callable[[Scene, Holding], dict[str, str]]) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if (one := holding.met) is not None:
            url = reverse(name, args=[one.pk])
            yield post(name, url, right, holding.key, body(scene, holding), one.pk)

    entry(name)(source)


_deed("survey-answer", "survey", lambda *_: {"outcome": "met", "met_on": "2026-11-20", "workers": "9"})
_deed("survey-settle", "survey", lambda _, holding: {"field": "workers", "chosen": str(holding.said.pk)})
_deed("survey-register", "lists", lambda _, holding: {"unit": str(holding.unit.pk)})
_deed("survey-link", "survey", lambda _, holding: {"employer": str(holding.employer.pk)})
