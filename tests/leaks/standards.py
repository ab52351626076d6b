"""Check-lists of two towns, and what two unions gave in to show that they come up to them, in the county of canaries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.files.store import keep
from gonghui.kernel.reach.session import set_reach
from gonghui.work.standards.actions import assess, give, keep_scheme, shipped
from gonghui.work.standards.actions.library import pass_rule
from gonghui.work.standards.actions.rating import give_award
from gonghui.work.standards.models import Poll, Title
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

SINCE = date(2026, 9, 1)
GIVEN = {"east": "mill", "west": "mine"}


def planted(scene: Scene, folder: Path) -> None:
    set_reach(ROOT)
    for town, key in GIVEN.items():
        tag = scene.of[town].tag
        values = shipped()["six_b"] | {"version": f"{tag}版", "basis": f"{tag}依据"}
        scene.of[town].scheme = keep_scheme(actor=ROOT, unit=scene.units[town], since=SINCE, **values)
        for word in ("版", "依据"):
            scene.sing(f"{tag}{word}", town, "duties journal")
        scheme = keep_scheme(actor=ROOT, unit=scene.units[town], since=SINCE, **shipped()["stars"])
        _given(scene, key, folder)
        scene.of[key].award = give_award(
            actor=ROOT, unit_id=scene.units[key].pk, scheme=scheme, stars=2, since=SINCE, number=f"{scene.of[key].tag}评字"
        )  # fmt: skip
        scene.sing(f"{scene.of[key].tag}评字", key, "gaps journal")
        scene.sing(str(scene.of[key].award.pk), key, "gaps journal")


def _given(scene: Scene, key: str, folder: Path) -> None:
    holding, unit = scene.of[key], scene.units[key]
    source = folder / f"{key}.pdf"
    source.write_bytes(f"%PDF-1.4 {holding.tag}租约原件".encode())
    file = keep(
        actor=ROOT, unit=unit, source=source, name=f"{holding.tag}租约.pdf", purpose="达标凭证", media_type="application/pdf"
    )  # fmt: skip
    assess(actor=ROOT, units=[unit.pk], family="six", since=SINCE)
    holding.held = give(
        actor=ROOT,
        unit=unit,
        item="place",
        today=clock.today(),
        since=SINCE,
        words=f"{holding.tag}租约",
        file=file,
    )
    scene.sing(f"{holding.tag}租约原件", key, "gaps")
    scene.sing(f"{holding.tag}租约", key, "gaps journal")
    scene.sing(str(holding.held.pk), key, "gaps journal")
    holding.poll = Poll.objects.create(
        unit=unit, label=f"{holding.tag}评家", opened_on=SINCE, issued=9, satisfied=3
    )
    scene.sing(f"{holding.tag}评家", key, "gaps journal")
    scene.sing(str(holding.poll.pk), key, "gaps journal")
    holding.adopted = pass_rule(
        actor=ROOT, unit=unit, rule="assembly", today=clock.today(), since=SINCE, by=f"{holding.tag}会议"
    )
    scene.sing(f"{holding.tag}会议", key, "gaps journal")
    scene.sing(str(holding.adopted.pk), key, "gaps journal")
    holding.title = Title.objects.create(
        unit=unit, kind="home", level="county", year=2026, since=SINCE, by=f"{holding.tag}命名", number="1号", file=file
    )  # fmt: skip
    scene.sing(f"{holding.tag}命名", key, "gaps journal")
    scene.sing(str(holding.title.pk), key, "gaps journal")
