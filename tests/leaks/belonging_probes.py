"""The requests by which somebody might move another's members, or learn who is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse

from gonghui.registers.members.models import Membership
from tests.leaks.probing import Probe, get, post
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
HOMES = ("mill", "mine")


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


@entry("belonging-begin")
def changes(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if holding.key not in HOMES:
        return
    one = holding.members[0]
    for key in ("transfer", "retain", "withdrawal", "expulsion", "death"):
        url = reverse("belonging-begin", args=[one.pk, key])
        yield get("belonging-begin", url, one.pk)
        body = {"to_words": "别处的工厂"} if key == "transfer" else {}
        yield post("belonging-begin", url, "belonging", holding.key, body, one.pk)


def _many(name: str, to: str) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        if holding.key not in HOMES:
            return
        url = reverse(name)
        yield get(name, url, holding.unit.pk, unit=str(holding.unit.pk))
        row = Membership.objects.get(person=holding.members[0], until=None)
        body = {"unit": holding.unit.pk, "ids": [str(row.pk)]}
        if to:
            body["to_unit"] = scene.units["east" if holding.key == "mill" else "west"].pk
        yield post(name, url, "batch" if to else "belonging", holding.key, body, row.pk)

    entry(name)(source)


_many("belonging-batch", "to")
_many("belonging-idle", "")


@entry("belonging-request")
def requests(scene: Scene, holding: Holding) -> Iterator[Probe]:
    url = reverse("belonging-request")
    yield get("belonging-request", url)
    if holding.key in HOMES:
        body = {"to_unit": holding.unit.pk, "name": "崔新", "id_number": "999001198001010018"}
        yield post("belonging-request", url, "own", holding.key, body)


@entry("belonging-ask")
def asks(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.wanted) is not None:
        url = reverse("belonging-ask", args=[one.pk])
        yield post("belonging-ask", url, "asks", holding.key, {}, one.pk, by="north.county_clerk")
