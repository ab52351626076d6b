from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gonghui.insight.shells import rules
from gonghui.kernel import clock
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from tests.people import member
from tests.support import ROOT, set_today

DATA = Path(rules.__file__).parent / "data" / "parameters.csv"


@pytest.fixture
def scene(county, monkeypatch):
    """纺织厂 in the east is alive; 矿业 in the west has a term that is over, no chair, and nobody joined for years."""
    set_today(monkeypatch, clock, "2026-11-21")
    set_reach(ROOT)
    seed_parameters(actor=ROOT, path=DATA)
    for unit, until in ((county.mill, date(2028, 1, 1)), (county.mine, date(2026, 1, 1))):
        Union.objects.create(
            unit=unit, name=unit.name, kind="single", level="base", founded_on=date(2019, 1, 1), workers=100,
            term_since=date(2021, 1, 1), term_until=until,
        )  # fmt: skip
    Cadre.objects.create(unit=county.mill, name="王主席", post="chair", form="part", since=date(2024, 1, 1))
    Cadre.objects.create(
        unit=county.mine,
        name="李主席",
        post="chair",
        form="part",
        since=date(2021, 1, 1),
        until=date(2025, 6, 1),
    )
    for n in range(35):
        member(county.mill, n, since=date(2026, 5, 1))
    return county
