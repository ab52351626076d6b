"""The requests by which somebody might come at another's check-lists, or at what another gave in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
VERSION = {
    "family": "bright", "kind": "all", "label": "崔新标准", "version": "1", "since": "2027-01-01", "months": "12",
    "items": "三亮｜sign｜亮牌子｜0｜photo｜asked｜1｜", "basis": "会议",
}  # fmt: skip


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("standards")
def stood(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for family in ("six", "stars"):
        yield get("standards", "/standards/", family=family)


@entry("standards-assess")
def assessed(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield post("standards-assess", "/standards/assess/", "duties", "", {"family": "six"})


@entry("standard-schemes")
def kept(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("standard-schemes", reverse("standard-schemes"))


@entry("standard-adopt")
def adopted(scene: Scene, holding: Holding) -> Iterator[Probe]:
    body = {"key": "six_a", "since": "2026-10-01"}
    yield post("standard-adopt", reverse("standard-adopt"), "duties", "", body)


@entry("standard-version")
def version(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("standard-version")
    based = {"based": str(holding.scheme.pk)} if holding.scheme is not None else {}
    yield get("standard-version", url, **based)
    yield post("standard-version", url, "duties", "", VERSION)


@entry("standard-scheme")
def scheme(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.scheme) is not None:
        url = reverse("standard-scheme", args=[one.pk])
        yield get("standard-scheme", url, one.pk)
        yield post("standard-scheme", url, "duties here", holding.key, {"until": "2027-01-01"}, one.pk)


@entry("standing")
def standing(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.held is not None:
        yield get("standing", reverse("standing", args=[holding.unit.pk]), holding.unit.pk)


@entry("standard-evidence")
def evidence(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.held is not None:
        pk = holding.unit.pk
        url = reverse("standard-evidence", args=[pk, "place"])
        yield get("standard-evidence", url, pk)
        yield post(
            "standard-evidence", url, "dues", holding.key, {"since": "2026-10-01", "words": "崔新约"}, pk
        )


@entry("standard-check")
def check(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.held) is not None:
        url = reverse("standard-check", args=[one.pk])
        yield post("standard-check", url, "verdicts", holding.key, {"accepted": "yes"}, one.pk)


@entry("standard-file")
def file(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.held) is not None:
        yield get("standard-file", reverse("standard-file", args=[one.pk]), one.pk)


@entry("standards-what-if")
def what_if(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("standards-what-if", reverse("standards-what-if"), scheme="six_a")
    if holding.scheme is not None:
        yield get("standards-what-if", reverse("standards-what-if"), scheme=str(holding.scheme.pk))


@entry("standing-rate")
def rate(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.held is not None:
        url = reverse("standing-rate", args=[holding.unit.pk])
        yield post("standing-rate", url, "dues", holding.key, {"family": "stars"}, holding.unit.pk)


@entry("standard-lose")
def lose(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.award) is not None:
        url = reverse("standard-lose", args=[one.pk])
        yield post("standard-lose", url, "duties below", holding.key, {"why": "查实违纪"}, one.pk)


@entry("polls")
def polls(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.held is not None:
        url = reverse("polls", args=[holding.unit.pk])
        yield get("polls", url, holding.unit.pk)
        yield post("polls", url, "dues", holding.key, {"label": "崔新评家"}, holding.unit.pk)


def _of_poll(name: str, body: dict[str, str]) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if (one := holding.poll) is not None:
            yield post(name, reverse(name, args=[one.pk]), "dues", holding.key, body, one.pk)

    entry(name)(source)


_of_poll("poll-slips", {"number": "2"})
_of_poll("poll-close", {})


@entry("union-rules")
def rules(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.held is not None:
        url = reverse("union-rules", args=[holding.unit.pk])
        yield get("union-rules", url, holding.unit.pk)
        body = {"rule": "audit", "by": "崔新会议", "since": "2026-10-01"}
        yield post("union-rules", url, "dues", holding.key, body, holding.unit.pk)


@entry("rule-drop")
def drop(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.adopted) is not None:
        yield post("rule-drop", reverse("rule-drop", args=[one.pk]), "dues", holding.key, {}, one.pk)


@entry("titles")
def titles(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("titles", reverse("titles"))


@entry("union-titles")
def union_titles(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.title is not None:
        url = reverse("union-titles", args=[holding.unit.pk])
        yield get("union-titles", url, holding.unit.pk)
        body = {
            "kind": "home",
            "level": "city",
            "year": "2026",
            "since": "2026-10-01",
            "by": "崔新命名",
            "number": "2",
        }
        yield post("union-titles", url, "duties below", holding.key, body, holding.unit.pk)


@entry("title-end")
def title_end(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.title) is not None:
        url = reverse("title-end", args=[one.pk])
        yield post("title-end", url, "duties below", holding.key, {"why": "查实违纪"}, one.pk)


@entry("title-file")
def title_file(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.title) is not None:
        yield get("title-file", reverse("title-file", args=[one.pk]), one.pk)
