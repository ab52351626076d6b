"""Reports made from the figures of a day, and signed ones beside what the figures say now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from gonghui.kernel.indicators.definition import INDICATORS
from gonghui.kernel.indicators.selectors import Figure, figures, flows
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.selectors import unions
from gonghui.work.reports.models import Report
from gonghui.work.reports.rules import (
    Composed,
    Definition,
    Period,
    Reading,
    compose,
    definitions,
    periods,
)

STAT_MONTH = "reports.stat_year_end"
BELOW = ("base", "sub")


def reports(actor: Actor) -> QuerySet[Report]:
    """The signed ones in reach, the newest first."""
    return Report.objects.visible_to(actor).order_by("-signed_at", "pk")


def own_unit(actor: Actor) -> Unit | None:
    """Whoever reports does so for their own unit."""
    return Unit.objects.visible_to(actor).filter(pk=actor.unit_id).first()


def kinds_of(actor: Actor, unit: Unit) -> list[Definition]:
    """What a unit reports: of the two annual forms the one for its level."""
    level = unions(actor).filter(pk=unit.pk).values_list("level", flat=True).first()
    scope = "base" if level in BELOW else "above"
    return [one for one in definitions().values() if one.scope in {"", scope}]


def periods_of(made: Definition, unit: Unit, today: date) -> list[Period]:
    """``NoParameter`` when nobody has said where the statistical year ends."""
    month = parameter(STAT_MONTH, unit, today).number if made.period == "stat_year" else None
    return periods(made.period, today, int(month or 12))


def written(actor: Actor, unit: Unit, made: Definition, period: Period, today: date) -> Composed:
    """The report as the figures are now."""
    as_of = period.as_of(today)
    now = readings(actor, unit, as_of, made.keys, period.since)
    before = readings(actor, unit, period.before, made.compared)
    names = {
        "unit": unit.name,
        "period": period.label,
        "as_of": f"{as_of.year} 年 {as_of.month} 月 {as_of.day} 日",
    }
    return compose(made, names, period.against, now, before)


def readings(
    actor: Actor, unit: Unit, as_of: date, keys: Iterable[str], since: date | None = None
) -> dict[str, Reading]:
    """Of the figures that there are; one that is no longer declared is left out. ``since``: from when flows are counted."""
    wanted = [key for key in keys if key in INDICATORS]
    found = figures(actor, unit, as_of, keys=wanted) if wanted else {}
    if since is not None and any(INDICATORS[key].flow for key in wanted):
        found |= flows(actor, unit, since, as_of, wanted)
    return {key: reading(one) for key, one in found.items()}


def reading(one: Figure) -> Reading:
    made = one.indicator
    below = None if one.denominator is None else Decimal(one.denominator)
    return Reading(
        made.key, made.label, made.unit, Decimal(one.numerator), below, one.as_of, made.meaning, made.source, one.url,
        one.since,
    )  # fmt: skip


def differences(actor: Actor, report: Report, today: date) -> dict[int, list[str]]:
    """By the number of the reference: what the ledgers say of the same day now, and what holds today, where it differs."""
    unit = Unit.objects.visible_to(actor).filter(pk=report.unit_id).first()
    if unit is None:
        return {}
    refs = Composed.of(report.content).refs
    since = next((one.since for one in refs if one.since), None)
    days = {
        day: readings(actor, unit, day, {one.key for one in refs}, since)
        for day in {today, *(one.as_of for one in refs)}
    }
    last = max(
        (one.as_of for one in refs), default=today
    )  # what it was compared with is past: no "now" of it
    found = {
        n: list(_told(one, days, today if one.as_of == last else one.as_of)) for n, one in enumerate(refs, 1)
    }
    return {n: told for n, told in found.items() if told}


def _told(one: Reading, days: dict[date, dict[str, Reading]], until: date) -> Iterable[str]:
    again, now = days[one.as_of].get(one.key), days[until].get(one.key)
    if again and again.words != one.words:
        yield f"按现在的台账，{one.as_of} 是 {again.words}"
    if until != one.as_of and now and now.words != one.words:
        yield f"现在是 {now.words}"
