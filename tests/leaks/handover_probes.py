"""The requests by which somebody might come at another unit's hand-overs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]


def handovers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("handovers", reverse("handovers"))


def new_handovers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.post is not None:
        url = reverse("handover-new", args=[holding.post.pk])
        yield get("handover-new", url, holding.post.pk)
        body = {"successor": str(scene.accounts[f"{holding.key}.county_clerk"].pk), "notes": "钥匙在抽屉"}
        yield post("handover-new", url, "handover", holding.key, body, holding.post.pk)


def one_handover(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (made := holding.handover) is not None:
        yield get("handover", reverse("handover", args=[made.pk]), made.pk)


def signatures(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (made := holding.handover) is not None:
        yield post(
            "handover-sign", reverse("handover-sign", args=[made.pk]), "handover", holding.key, {}, made.pk
        )


SOURCES: dict[str, Source] = {
    "handovers": handovers,
    "handover-new": new_handovers,
    "handover": one_handover,
    "handover-sign": signatures,
}
