"""The requests by which somebody might come at another's posters and applicants."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("joining")
def applications(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("joining")
    yield get("joining", url)
    if (one := holding.application) is not None:
        body = {"item": [f"{one.pk}:{one.item.moves_made}"]}
        yield post("joining", url, "own", holding.key, body, one.pk)


@entry("join-codes")
def codes(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("join-codes")
    yield get("join-codes", url)
    if holding.code is not None:
        body = {"unit": holding.unit.pk, "kind": "site", "label": "新海报"}
        yield post("join-codes", url, "posters", holding.key, body)


@entry("join-poster")
def posters(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.code) is not None:
        url = reverse("join-poster", args=[one.pk])
        yield get("join-poster", url, one.pk)
        yield post("join-poster", url, "posters", holding.key, {}, one.pk)


@entry("join-destinations")
def ways(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("join-destinations")
    yield get("join-destinations", url)
    if (one := holding.way) is not None:
        body = {"unit": holding.unit.pk, "group": "rider", "union": one.union_id, "reason": "key"}
        yield post("join-destinations", url, "posters", holding.key, body)
