"""Terms under way: two elections at different steps, one term put off, one post vacant."""

from __future__ import annotations

from datetime import date, timedelta

from demo.foundings import actor_of, at
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.proofs import add_proof
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.unions.models import Union
from gonghui.work.terms.actions import ask_extension, begin_byelection, open_reelection
from gonghui.work.terms.selectors import ending


def begin_terms(root: Actor, today: date) -> int:
    """At unions of 盘湾镇 whose term ends soon or is over; returns how many matters there are now."""
    clerk = actor_of(root, "panwan", today)
    set_reach(clerk)
    own = ending(clerk, today, 400).filter(level="base")
    unions: list[Union] = list(own[:4])
    set_reach(clerk)
    for place, union in enumerate(unions):
        DEEDS[place](union, clerk, today)
    set_reach(root)
    return len(unions)


def _open(union: Union, clerk: Actor, today: date) -> None:
    open_reelection(union, actor=clerk, now=at(today - timedelta(days=9)))


def _asked(union: Union, clerk: Actor, today: date) -> None:
    item = open_reelection(union, actor=clerk, now=at(today - timedelta(days=12)))
    day = today - timedelta(days=3)
    add_proof(item.pk, actor=clerk, now=at(day), kind="request", on=day, note="原件在镇工会")
    plan = today + timedelta(days=30)
    advance(item.pk, "request", actor=clerk, now=at(day), request_on=day, planned_on=plan)


def _put_off(union: Union, clerk: Actor, today: date) -> None:
    ask_extension(union, actor=clerk, now=at(today - timedelta(days=2)))


def _vacant(union: Union, clerk: Actor, today: date) -> None:
    gone = max(today - timedelta(days=20), union.term_since or date.min)
    begin_byelection(
        union, actor=clerk, now=at(today - timedelta(days=5)), post="vice_chair", vacated_on=gone, why="调离"
    )


DEEDS = (_open, _asked, _put_off, _vacant)
