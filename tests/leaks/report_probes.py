"""The requests by which somebody might read another's report, or sign in another's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene


def pages(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.report is not None:
        yield get("reports", reverse("reports"))
        yield get("reports", reverse("reports"), page="1")


def _one(name: str) -> Callable[[Scene, Holding], Iterator[Probe]]:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if holding.report is not None:
            yield get(name, reverse(name, args=[holding.report.pk]), holding.report.pk)

    return source


def signing(scene: Scene, holding: Holding) -> Iterator[Probe]:
    """Whoever may sign signs for their own unit, whatever is sent."""
    if holding.report is not None:
        body = {"what": f"quarter-{holding.report.period}", "unit": str(holding.unit.pk)}
        yield post("report-sign", reverse("report-sign"), "reports", "", body, by="east.town_clerk")


SOURCES = {
    "reports": pages,
    "report": _one("report"),
    "report-word": _one("report-word"),
    "report-sign": signing,
}
