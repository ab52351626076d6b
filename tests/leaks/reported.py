"""Reports that were signed, in the county of canaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gonghui.kernel import clock
from gonghui.kernel.indicators.folding import folded
from gonghui.kernel.reach.session import set_reach
from gonghui.work.reports.actions import sign
from gonghui.work.reports.rules import definitions, periods
from tests.support import ROOT

if TYPE_CHECKING:
    from tests.leaks.scene import Scene

SIGNING = ("east", "west", "mill", "mine")


def reported(scene: Scene) -> None:
    set_reach(ROOT)
    made = definitions()["quarter"]
    for key in SIGNING:
        holding = scene.of[key]
        signer = replace(ROOT, name=f"{holding.tag}签发人")
        holding.report = sign(
            actor=signer,
            unit=holding.unit,
            made=made,
            period=periods("quarter", clock.today(), 12)[1],
            now=clock.now(),
        )
        scene.sing(str(holding.report.pk), key, "reports journal")
        scene.sing(signer.name, key, "reports journal")
    folded(otherwise=clock.today())
