"""The requests by which somebody might come at another unit's hand-overs; signing is tried where there is a list
to sign (kernel/process/tests/test_leaving.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]


def handovers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("handovers", reverse("handovers"))


def new_handovers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.post is not None:
        yield get("handover-new", reverse("handover-new", args=[holding.post.pk]), holding.post.pk)


def one_handover(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("handover", reverse("handover", args=[1]), 1)


def signatures(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield from ()


SOURCES: dict[str, Source] = {
    "handovers": handovers,
    "handover-new": new_handovers,
    "handover": one_handover,
    "handover-sign": signatures,
}
