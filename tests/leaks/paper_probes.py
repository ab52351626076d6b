"""The requests by which somebody might come at another unit's documents, or the papers of its matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils.http import urlencode

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
PAPERS = ("request.docx", "card.pdf", "roster.xlsx")


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("document")
def pages(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.document is not None:
        yield get("document", reverse("document", args=[holding.document.pk]), holding.document.pk)


@entry("document-file")
def files(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.document is not None:
        for which in ("pdf", "docx", "scan"):
            yield get(
                "document-file",
                reverse("document-file", args=[holding.document.pk, which]),
                holding.document.pk,
            )


@entry("document-void")
def voids(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.document is not None:
        url = reverse("document-void", args=[holding.document.pk])
        yield get("document-void", url, holding.document.pk)
        yield post("document-void", url, "hold", holding.key, {"reason": "写错了"}, holding.document.pk)


@entry("document-numbers")
def numbers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get(
        "document-numbers",
        reverse("document-numbers"),
        holding.unit.pk,
        unit=str(holding.unit.pk),
        year="2026",
    )


@entry("document-number-explain")
def explained(scene: Scene, holding: Holding) -> Iterator[Probe]:
    """The first number of each stands for nothing; whoever signs for the county says why."""
    if holding.document is not None:
        query = {"unit": str(holding.unit.pk), "code": holding.document.code, "year": "2026", "serial": "1"}
        name, url = "document-number-explain", reverse("document-number-explain")
        yield post(
            name,
            f"{url}?{urlencode(query)}",
            "sign",
            holding.key,
            {"reason": "写错了"},
            by="county.county_leader",
        )


@entry("founding-papers")
def papers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in holding.matters.values():
        url = reverse("founding-papers", args=[item.pk])
        yield get("founding-papers", url, item.pk)


@entry("founding-paper")
def paper(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in [*holding.matters.values()][:1]:
        for name in PAPERS:
            key, _, form = name.partition(".")
            yield get("founding-paper", reverse("founding-paper", args=[item.pk, key, form]), item.pk)
