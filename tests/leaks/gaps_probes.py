"""The requests by which somebody might read what is missing elsewhere, or what was said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from gonghui.kernel.process.models import WorkItem
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


def _plan(name: str) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        yield get(name, reverse(name))
        if holding.meeting is not None:
            yield get(name, reverse(name), grid=str(holding.meeting.grid_id))

    entry(name)(source)


for _name in ("gaps-visits", "gaps-visits-word", "gaps-letters"):
    _plan(_name)


def _gap(holding: Holding) -> WorkItem | None:
    return next((one for one in holding.others if one.process_key == "gap"), None)


@entry("gaps-letter")
def letter(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := _gap(holding)) is not None:
        yield get("gaps-letter", reverse("gaps-letter", args=[one.pk, "docx"]), one.pk)


def _visit(name: str, body: dict[str, str]) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if (one := _gap(holding)) is not None:
            url = reverse(name, args=[one.pk])
            yield get(name, url, one.pk)
            yield post(name, url, "visits", holding.key, body, one.pk, by=COUNTY)

    entry(name)(source)


_visit("gaps-visit", {"planned_on": "2030-12-18", "visitors": "崔新人"})
_visit("gaps-visited", {"done_on": "2026-11-02", "visitors": "崔新人", "result": "later"})


@entry("gaps-contest")
def contest(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := _gap(holding)) is not None:
        url = reverse("gaps-contest", args=[one.pk])
        yield get("gaps-contest", url, one.pk)
        yield post(
            "gaps-contest", url, "contests", holding.key, {"sign": "另缺", "reason": "不是这样"}, one.pk
        )


@entry("gaps-contest-decide")
def decide(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.contest) is not None:
        url = reverse("gaps-contest-decide", args=[one.pk])
        yield get("gaps-contest-decide", url, one.pk)
        body = {"upheld": "no", "answer": "看过了"}
        yield post("gaps-contest-decide", url, "verdicts", holding.key, body, one.pk)


@entry("shell")
def shell(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.union is not None:
        yield get("shell", reverse("shell", args=[holding.unit.pk]), holding.unit.pk)


@entry("shell-plan")
def revival(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.union is not None:
        url = reverse("shell-plan", args=[holding.unit.pk])
        yield post("shell-plan", url, "verdicts", holding.key, {}, holding.unit.pk)


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
