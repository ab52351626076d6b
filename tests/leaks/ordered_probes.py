"""How services are judged, and what was said of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]

SOURCES: dict[str, Source] = {}


def judged(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.service is not None:
        yield get("orders-judged", reverse("orders-judged"))


def words(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.service is not None:
        yield get("orders-words", reverse("orders-words", args=[holding.service.pk]), holding.service.pk)


SOURCES |= {"orders-judged": judged, "orders-words": words}
