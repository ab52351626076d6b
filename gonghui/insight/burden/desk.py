"""填报负担: how many fields each role was asked, month by month, and how many came filled in."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gonghui.insight.burden.rules import (
    EXCUSED,
    FEWEST,
    MEANING,
    Effort,
    asked_twice,
    finding,
    told,
    unexcused,
)
from gonghui.insight.burden.selectors import efforts, ledgers, steps
from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.calendar.rules import months_later
from gonghui.kernel.http import Request

MONTHS = 6


@door("burden.read")
@require_GET
def burden(request: Request) -> HttpResponse:
    today = clock.today()
    first = today.replace(day=1)
    found = efforts(request.actor, months_later(first, 1 - MONTHS), months_later(first, 1))
    by_month = {month: list(rows) for month, rows in groupby(sorted(found, key=_month), key=_month)}
    months = [_shown(day, by_month) for day in sorted(by_month, reverse=True)]
    context = {
        "title": "填报负担", "months": months, "meaning": MEANING, "fewest": FEWEST, "unit_name": request.actor.unit_name,
        "twice": len(unexcused(asked_twice(ledgers(), steps()))), "fields": len(ledgers()) + len(steps()),
        "excused": sorted(set(EXCUSED.values())),
    }  # fmt: skip
    return render(request, "burden/burden.html", context)


def _month(one: Effort) -> date:
    return one.month


def _shown(day: date, by_month: dict[date, list[Effort]]) -> dict[str, Any]:
    lines, fewer = told(by_month[day])
    before, _ = told(
        by_month.get(months_later(day, -1), [])
    )  # of what is shown, so that nobody is told by a difference
    return {
        "label": f"{day.year} 年 {day.month} 月", "finding": finding(lines, before), "lines": lines, "fewer": fewer,
    }  # fmt: skip
