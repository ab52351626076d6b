"""The requests by which somebody might read what is missing elsewhere, or what was said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
COUNTY = "owner.county"


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("gaps")
def ledger(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("gaps", reverse("gaps"))
    if holding.meeting is not None:
        yield get("gaps", reverse("gaps"), grid=str(holding.meeting.grid_id))
        yield get("gaps", reverse("register", args=["work"]), process="gap")


@entry("gaps-meetings")
def meetings(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield Probe("gaps-meetings", "GET", reverse("gaps-meetings"), by=COUNTY)


def _page(name: str) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if (one := holding.meeting) is not None:
            yield Probe(name, "GET", reverse(name, args=[one.pk]), row=str(one.pk), by=COUNTY)

    entry(name)(source)


_page("gaps-meeting")
_page("gaps-word")


def _deed(name: str, body: Callable[[Scene], dict[str, str]]) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if (one := holding.meeting) is not None:
            url = reverse(name, args=[one.pk])
            yield Probe(name, "GET", url, row=str(one.pk), by=COUNTY)
            yield post(name, url, "meetings", "county", body(scene), one.pk, by=COUNTY)

    entry(name)(source)


_deed("gaps-minutes", lambda _: {"present": "崔新人", "minutes": "改过了"})
_deed(
    "gaps-decide",
    lambda scene: {
        "words": "建站点",
        "unit__name": str(scene.units["county"].pk),
        "role": "county_clerk",
        "due_on": "2026-12-18",
    },
)
