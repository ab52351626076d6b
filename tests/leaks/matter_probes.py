"""The requests by which somebody might come at another unit's matters, or make a move that is another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse

from tests.leaks.matters import PASSED
from tests.leaks.probing import Probe, get, post
from tests.leaks.rights import CLAIMED, owner_of
from tests.leaks.scene import Holding, Scene

Source = Callable[[Scene, Holding], Iterator[Probe]]
SOURCES: dict[str, Source] = {}
LATER = "2026-11-25"
WHY = {"words": "按县里的安排办理"}
REASON = {"usual": "材料不全", **WHY}
PAUSE = {"usual": "等单位补材料", **WHY}
COUNTY, SOUTH = "owner.county", "south.town_clerk"
PAPERS = {
    "form": "single", "name": "崔新工会委员会", "request_on": "2026-11-21", "text": "材料齐了",
    "group": "张一 男 厨师长 组长\n王二 女 会计\n李三 男 服务员", "request-note": "原件在镇工会",
}  # fmt: skip


def entry(name: str) -> Callable[[Source], Source]:
    def put(source: Source) -> Source:
        SOURCES[name] = source
        return source

    return put


def _home(name: str, url: str) -> None:
    def source(scene: Scene, holding: Holding) -> Iterator[Probe]:
        yield get(name, url)
        yield Probe(name, "GET", url, htmx=True)

    entry(name)(source)


_home("beside", "/home/beside/")
_home("put-aside", "/home/later/")


def _right(holding: Holding) -> dict[str, str]:
    """Who may move the unit's matter: the one clerk who has claimed it, or anybody in the clerk's post."""
    at = owner_of(holding.key).at
    return {"right": "own" if holding.key in CLAIMED else "hold", "at": at}


SAID = {"text": "按县里的安排办理"}
DONE_WITH: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    "joining": (("approve", {}), ("refuse", WHY)),
    "transfer": (("disagree", SAID),),
    "withdrawal": (("stays", SAID),),
    "correction": (("refuse", SAID),),
    "order": (("refuse", SAID),),
}


@entry("matter")
def pages(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for word, item in holding.matters.items():
        url = reverse("matter", args=[item.pk])
        yield Probe("matter", "GET", url, row=str(item.pk), always=word in PASSED)
    for item in holding.others:
        yield get("matter", reverse("matter", args=[item.pk]), item.pk)


@entry("matter-do")
def moves(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for item in holding.others:
        held_by = {"union_chair": f"{holding.key}.union_chair"}.get(item.role, "")
        for move, body in DONE_WITH.get(item.process_key, ()) if held_by else ():
            url = reverse("matter-do", args=[item.pk, move])
            yield get("matter-do", url, item.pk)
            yield post("matter-do", url, "own", holding.key, body, item.pk, by=held_by)
    for word, move, body in (("小馆", "complete", PAPERS), ("快餐", "shown", {}), ("早点", "surveyed", {})):
        if (item := holding.matters.get(word)) is not None:
            url = reverse("matter-do", args=[item.pk, move])
            yield get("matter-do", url, item.pk)
            right = _right(holding) if word == "小馆" else {"right": "own", "at": holding.key}
            yield post("matter-do", url, body=body, row=item.pk, **right)


def own_moves(scene: Scene, holding: Holding) -> dict[str, dict[str, Any]]:
    """What the clerk does with the unit's matter, a few kinds in each unit."""
    north = {"unit": str(scene.units["north"].pk), "role": "town_clerk", **WHY}
    below = {"unit": str(scene.units["mill" if owner_of(holding.key).at == "east" else "mine"].pk)}
    other = scene.accounts["east.county_clerk"].pk
    every: dict[str, dict[str, Any]] = {
        "refer": north,
        "later": {"until": LATER},
        "withdraw": WHY,
        "hand_down": below | {"role": "county_clerk", "due_on": LATER, **WHY},
        "jointly": north | {"unit": [north["unit"]]},
        "back": REASON,
        "pause": PAUSE,
        "release" if holding.key in CLAIMED else "claim": {},
        "assign": {"account": str(other), **WHY},
    }
    names = list(every)
    first = sum(map(ord, holding.key)) % len(names)
    return {name: every[name] for name in (names[first:] + names[:first])[:4]}


@entry("matter-own")
def own(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if not holding.matters:
        return
    item = holding.matters["小馆"]
    if (
        holding.key == "loom"
    ):  # nobody has claimed it: whoever is in the clerk's post is shown where it could go
        url = reverse("matter-own", args=[item.pk, "refer"])
        yield Probe("matter-own", "GET", url, row=str(item.pk), always=True)
    for move, body in own_moves(scene, holding).items():
        url = reverse("matter-own", args=[item.pk, move])
        yield get("matter-own", url, item.pk)
        yield post("matter-own", url, body=body, row=item.pk, **_right(holding))
    url, body = reverse("matter-own", args=[item.pk, "supervise"]), {"level": "1", **WHY}
    at = "mill" if holding.key == "merged" else holding.key  # what was merged lies where it went
    yield post("matter-own", url, "supervise", at, body, item.pk, by=COUNTY)
    url = reverse("matter-own", args=[item.pk, "sign"])
    yield post("matter-own", url, "own", holding.key, WHY, item.pk, by=COUNTY)
    yield from _handed(scene, holding)


def _handed(scene: Scene, holding: Holding) -> Iterator[Probe]:
    """What another town was given to do: the report is its to make, and when it is made no move is any more."""
    down = {"unit": str(scene.units["north"].pk), "role": "town_clerk", "due_on": LATER, **WHY}
    for word, move, body, by in (
        ("早点", "report", WHY, SOUTH),
        ("早点", "later", {"until": LATER}, SOUTH),
        ("夜宵", "hand_down", down, COUNTY),
        ("夜宵", "claim", {}, COUNTY),
        ("夜宵", "report", WHY, COUNTY),
    ):
        if (item := holding.matters.get(word)) is not None:
            url = reverse("matter-own", args=[item.pk, move])
            yield get("matter-own", url, item.pk)
            yield replace(
                post("matter-own", url, "own", holding.key, body, item.pk, by=by), always=by == COUNTY
            )


@entry("matter-undo")
def undoing(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for word in ("面馆", "小馆"):
        if (item := holding.matters.get(word)) is not None:
            url = reverse("matter-undo", args=[item.pk])
            yield post("matter-undo", url, "own", holding.key, {}, item.pk)


@entry("matter-batch")
def several(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if "快餐" in holding.matters:
        pk = str(holding.matters["快餐"].pk)
        yield post("matter-batch", reverse("matter-batch"), "own", holding.key, {"ids": [pk]}, pk)


@entry("matter-proof")
def papers(scene: Scene, holding: Holding) -> Iterator[Probe]:
    if (one := holding.proof) is not None:
        yield get("matter-proof", reverse("matter-proof", args=[one.item_id, one.pk]), one.pk)
        for word, item in holding.matters.items():
            if word != "小馆":  # the evidence of one matter under the address of another
                yield get("matter-proof", reverse("matter-proof", args=[item.pk, one.pk]), item.pk)


@entry("founding-new")
def beginnings(scene: Scene, holding: Holding) -> Iterator[Probe]:
    for one in [*holding.ventures.values()][:1]:
        yield get("founding-new", reverse("founding-new", args=[one.pk]), one.pk)
    if holding.key in {"east", "west"}:
        url = reverse("founding-new", args=[holding.employer.pk])
        yield get("founding-new", url, holding.employer.pk)
        yield post("founding-new", url, "found", holding.key, {}, holding.employer.pk)


@entry("founding-park")
def parks(scene: Scene, holding: Holding) -> Iterator[Probe]:
    yield get("founding-park", reverse("founding-park"))
    if holding.key in {"east", "west"}:
        for words in (holding.employer.name, holding.employer.credit_code):
            url = reverse("founding-park")
            yield post("founding-park", url, "found", holding.key, {"lines": words})
