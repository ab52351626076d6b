"""The requests by which somebody might learn whom a worker's request is from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]


def calls(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.appeal) is not None:
        url = reverse("appeal-call", args=[one.pk])
        yield get("appeal-call", url, one.pk)
        yield post("appeal-call", url, "", holding.key, {"reason": "约时间见面"}, one.pk)


SOURCES: dict[str, Source] = {"appeal-call": calls}
