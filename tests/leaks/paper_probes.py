"""The requests by which somebody might come at another unit's papers or hand-overs.

Documents signed and hand-overs have tests of their own for who sees them (work/founding/tests/test_papers.py,
kernel/process/tests/test_leaving_pages.py); here their addresses are tried with the keys of other rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
PAPERS = ("request.docx", "roster.xlsx", "reply.pdf", "registration.docx")


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("founding-papers")
def paper_lists(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in holding.matters.values():
        yield get("founding-papers", reverse("founding-papers", args=[item.pk]), item.pk)


@entry("founding-paper")
def papers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in [*holding.matters.values()][:1]:
        for name in PAPERS:
            url = reverse("founding-paper", args=[item.pk, *name.split(".")])
            yield get("founding-paper", url, item.pk)


@entry("document")
def documents(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in [*holding.matters.values()][:1]:
        yield get("document", reverse("document", args=[item.pk]), item.pk)


@entry("document-file")
def document_files(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in [*holding.matters.values()][:1]:
        for which in ("docx", "pdf", "scan"):
            yield get("document-file", reverse("document-file", args=[item.pk, which]), item.pk)


@entry("handovers")
def handovers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("handovers", reverse("handovers"))


@entry("handover-new")
def new_handovers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.post is not None:
        yield get("handover-new", reverse("handover-new", args=[holding.post.pk]), holding.post.pk)


@entry("handover")
def one_handover(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("handover", reverse("handover", args=[1]), 1)


@entry("handover-sign")
def signatures(scene: Scene, holding: Holding) -> Iterator[Probe]:
    """Signing is tried in kernel/process/tests/test_leaving.py, where there is a list to sign."""
    yield from ()


@entry("document-void")
def cancellations(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in [*holding.matters.values()][:1]:
        yield get("document-void", reverse("document-void", args=[item.pk]), item.pk)


def _pages(name: str) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        yield get(name, reverse(name))

    entry(name)(source)


for _name in ("draft", "receive", "settings", "template", "template-blank"):
    _pages(f"document-{_name}")
