"""What the ledger of gaps is told every night: unions with enough signs, and what of a revival plan is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from gonghui.insight.shells.rules import (
    LABELS,
    REVIVE,
    RULE,
    Alert,
    alerts,
    revival,
    subject_of,
    to_do,
    unit_of,
)
from gonghui.insight.shells.selectors import aside, facts, shown, weights_of
from gonghui.kernel.reach.actor import Actor
from gonghui.work.gaps.rules import Finding, finder
from gonghui.work.gaps.selectors import subjects_of

MEASURE = "上门核实；确实空转的定激活计划：补选主席、办换届、发展会员、恢复活动；说的不是实情的，提出异议"


def _alert(one: Alert) -> Finding:
    said = {LABELS[sign.key]: sign.text for sign in one.signs}
    unit = one.facts.unit_id
    return Finding(subject_of(unit), unit, f"{one.facts.name}：有空壳迹象", said)


def _alerts(actor: Actor, today: date, only: int | None) -> Iterator[Finding]:
    weights = weights_of(actor, today)
    if weights is None:
        return
    for one in alerts(facts(actor, today, only), today, weights, aside(actor, only)):
        yield _alert(one)


def one_alert(actor: Actor, today: date, subject: str) -> Finding | None:
    return next(_alerts(actor, today, unit_of(subject)), None)


@finder(RULE, "有空壳迹象", MEASURE, one=one_alert, contested=True)
def with_signs(actor: Actor, today: date) -> Iterable[Finding]:
    """A union with enough signs; its facts are the signs, so that it is listed anew only when they change."""
    return _alerts(actor, today, None)


def _revivals(key: str, actor: Actor, today: date) -> Iterator[Finding]:
    """Of the unions that ever had a plan for this sign: those that show it still, or again."""
    planned = {unit_of(subject) for subject in subjects_of(actor, revival(key))}
    if not planned:
        return
    for unit, (one, signs) in shown(actor, today).items():
        for sign in signs if unit in planned else ():
            if sign.key == key:
                yield to_do(one, sign)


def _revival(key: str, actor: Actor, today: date, subject: str) -> Finding | None:
    only = unit_of(subject)
    found = shown(actor, today, only).get(only)
    return next((to_do(found[0], sign) for sign in found[1] if sign.key == key), None) if found else None


for _key, (_label, _measure) in REVIVE.items():
    finder(revival(_key), _label, _measure, one=partial(_revival, _key))(partial(_revivals, _key))
