"""How many people work where, are members and are migrants; and which unions are new. All totals exact."""

from __future__ import annotations

import random
from datetime import date, timedelta

from demo.apportion import apportion
from demo.drafts import SHOWN, Draft, Workplace
from demo.figures import Figures

LONG_ORGANISED = {"机关", "教育", "卫健", "金融", "水利"}
DAY = timedelta(days=1)


def years_before(day: date, years: int) -> date:
    """The same day years ago; 28 February where there was no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def count(draft: Draft, rng: random.Random, figures: Figures) -> None:
    """Give every employer its workers, members and migrants."""
    covered = [one for base in draft.bases for one in base.workplaces]
    extra = apportion(figures.members - len(covered), [one.weight for one in covered])
    for one, more in zip(covered, extra, strict=True):
        one.members = 1 + more
        one.workers = one.members + int(one.members * rng.uniform(0, 0.12))
    for one in draft.blind:
        one.workers = max(3, int(one.weight / 3))
    migrants = apportion(
        figures.migrants, [one.members * one.rate for one in covered], _most_migrants(covered)
    )
    for one, number in zip(covered, migrants, strict=True):
        one.migrants = number
    _count_outside(draft.workplaces, figures)


def _most_migrants(covered: list[Workplace]) -> list[int]:
    return [int(one.members * 0.95) if one.rate > 0.01 else 0 for one in covered]


def _count_outside(everywhere: list[Workplace], figures: Figures) -> None:
    """Migrant workers who are in no union: most of them where there is none."""
    room = [one.workers - one.members for one in everywhere]
    weights = [space * (one.rate + 0.05) for space, one in zip(room, everywhere, strict=True)]
    outside = apportion(figures.migrant_workers - figures.migrants, weights, room)
    for one, number in zip(everywhere, outside, strict=True):
        one.migrant_workers = one.migrants + number


def choose_new(draft: Draft, rng: random.Random, figures: Figures) -> None:
    """Which unions are of the last three years: smaller ones, and mostly of migrants."""
    singles = [base for base in draft.bases if base.kind == "single" and _may_be_new(base.workplaces[0])]
    industries = [base for base in draft.bases if base.kind != "single"]
    for base in [*rng.sample(singles, figures.new_singles), *rng.sample(industries, figures.new_industry)]:
        base.is_new = True
        for one in base.workplaces if base.kind == "single" else []:
            one.weight, one.rate = one.weight * 0.4, one.rate + 0.4


def _may_be_new(head: Workplace) -> bool:
    return head.trade.line not in LONG_ORGANISED and head.name != SHOWN


def found(draft: Draft, rng: random.Random, today: date) -> None:
    """Give every union the day it was founded; "new" ones within the last three years."""
    cutoff = years_before(today, 3)
    for base in draft.bases:
        first, last = (cutoff + 2 * DAY, today - 30 * DAY) if base.is_new else _older(cutoff)
        base.founded_on = day_between(rng, first, last)


def _older(cutoff: date) -> tuple[date, date]:
    return years_before(cutoff, 22), cutoff - 400 * DAY


def day_between(rng: random.Random, first: date, last: date) -> date:
    """Any day from ``first`` to ``last``, both included; ``first`` when they are the wrong way round."""
    return date.fromordinal(rng.randint(first.toordinal(), max(first.toordinal(), last.toordinal())))
