"""Which node, which day, which tree a page of figures was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from gonghui.insight.dashboard.selectors import trees
from gonghui.kernel import clock
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import answered_for, line_above, units

EARLIEST = date(1949, 10, 1)


@dataclass(frozen=True)
class Asked:
    unit: Unit
    as_of: date
    today: date
    tree: str
    as_was: bool
    choices: list[tuple[str, str]]
    wrong: str = ""
    since: date | None = None  # of a flow

    def address(self, page: str, **other: Any) -> str:
        """``page`` about the same node, day and tree, but for ``other``; what is usual is left out."""
        words: dict[str, Any] = {"unit": self.unit.pk}
        if self.as_of != self.today:
            words["as_of"] = self.as_of
        if self.since:
            words["since"] = self.since
        if self.tree != self.choices[0][0]:
            words["tree"] = self.tree
        if self.as_was:
            words["as_was"] = 1
        return f"{page}?{urlencode(words | other)}"

    def line(self, actor: Actor, page: str = "") -> list[dict[str, str]]:
        """The nodes above, topmost first, each with this page about it."""
        page = page or reverse("figures")
        above = line_above(actor, self.unit, self.as_of, self.tree)[:-1]
        return [{"name": one.name, "url": self.address(page, unit=one.pk)} for one in above]


def asked_of(request: Request, flow: bool = False) -> Asked:
    """From the address; without one the asker's own node, today. What is not in reach is not there."""
    actor, given, today = request.actor, request.GET, clock.today()
    choices = trees(actor)
    tree = given.get("tree", actor.tree)
    if tree not in {key for key, _ in choices}:
        raise Http404
    number = given.get("unit", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    unit = get_object_or_404(
        units(actor) if actor.tree != "leadership" else answered_for(actor), pk=int(number or actor.unit_id)
    )
    as_of, wrong = _day(given.get("as_of", ""), today)
    since = _day(given["since"], as_of)[0] if flow and given.get("since") else None
    as_was = given.get("as_was") == "1" and actor.tree == "leadership" and since is None
    return Asked(unit, as_of, today, tree, as_was, choices, wrong, min(since, as_of) if since else None)


def _day(text: str, today: date) -> tuple[date, str]:
    if not text:
        return today, ""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today, f"“{text[:20]}”不是日期，下面是今天的数。日期这样写：{today}"
    if not EARLIEST <= found <= date(today.year + 5, 12, 31):
        return today, f"没有 {found} 的数，下面是今天的。可以查 {EARLIEST} 到 {today.year + 5} 年底"
    return found, ""
