"""The published figures of two places, each computed from rows: figure, computed, published, difference."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from demo.changchun import COUNTED_ON, load_changchun
from demo.load import load
from demo.places import COUNTY
from gonghui.kernel.indicators.selectors import Figure, figures, percent
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.models import Unit
from tests.support import ROOT, database

pytestmark = [database, pytest.mark.slow]
TODAY = date(2026, 11, 21)
with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as _file:
    PUBLISHED = list(csv.DictReader(_file))


def computed(found: dict[str, Figure], name: str) -> Decimal:
    key, _, part = name.partition("/")
    one = found[key]
    if part == "numerator" or not one.indicator.is_rate:
        return Decimal(one.numerator)
    assert one.rate is not None
    return one.rate


def agrees(computed: Decimal, row: dict[str, str]) -> bool:
    """As exactly as the text says it: a rate to the digits printed, "11.8 万" to a thousand, "近千" below a thousand."""
    said = Decimal(row["value"])
    if row["published"].endswith("%"):
        digits = Decimal(row["published"].rstrip("%").lstrip("二三星以上级") or "0")
        return percent(computed).quantize(digits) == digits
    if row["qualifier"] == "lt_approx":
        return said * Decimal("0.9") <= computed < said
    return computed == said


def table(place: str, found: dict[str, Figure]) -> list[tuple[str, Decimal, str, Decimal]]:
    return [
        (row["measures"], computed(found, row["indicator"]), row["published"], computed(found, row["indicator"]) - Decimal(row["value"]))
        for row in PUBLISHED
        if row["place"] == place and row["indicator"] and not agrees(computed(found, row["indicator"]), row)
    ]  # fmt: skip


@pytest.mark.timeout(900)
def test_the_demonstration_county_has_the_figures_published_of_it(db):
    load(small=False, today=TODAY)
    set_reach(ROOT)
    found = figures(ROOT, Unit.objects.get(code=COUNTY), TODAY)
    assert table("射阳", found) == []


def test_the_social_organisations_of_a_city(db_with_reach):
    city = load_changchun(ROOT)
    found = figures(ROOT, city, COUNTED_ON)
    assert table("长春", found) == []
    assert found["employers.social_rate"].text == "23.50 %"
    rates = [
        found[f"employers.{kind}_rate"].text for kind in ("association", "service", "agency", "community")
    ]
    assert rates == ["8.10 %", "32.92 %", "16.51 %", "10.57 %"]
    assert found["employers.social_rate"].numerator == 37 + 402 + 36 + 24


def test_every_published_figure_is_computed_or_says_why_not():
    assert [row["measures"] for row in PUBLISHED if bool(row["indicator"]) == bool(row["not_held"])] == []
