"""What the ledger of gaps is told every night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gonghui.insight.shells.rules import LABELS, alerts
from gonghui.insight.shells.selectors import facts, weights_of
from gonghui.kernel.reach.actor import Actor
from gonghui.work.gaps.rules import Finding, finder


@finder("shells.signs", "有空壳迹象", "上门核实；确实空转的定激活计划：补选主席、办换届、发展会员、恢复活动")
def with_signs(actor: Actor, today: date) -> Iterator[Finding]:
    """A union with enough signs; its facts are the signs, so that it is listed anew only when they change."""
    weights = weights_of(actor, today)
    if weights is None:
        return
    for one in alerts(facts(actor, today), today, weights):
        said = {LABELS[sign.key]: sign.text for sign in one.signs}
        yield Finding(f"union:{one.facts.unit_id}", one.facts.unit_id, f"{one.facts.name}：有空壳迹象", said)
