"""Whose an outline is: told by code, by name, by the beginning of a name; never somebody's out of reach."""

from __future__ import annotations

from datetime import date

import pytest

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.outlines.actions import take_away, take_in
from gonghui.kernel.outlines.models import Outline
from gonghui.kernel.outlines.reading import Feature
from gonghui.kernel.outlines.selectors import drawn_below, outlines, shapes_of
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from tests.support import ROOT, database, officer

pytestmark = database
TODAY = date(2026, 11, 21)


def ground(east: int):
    return [
        [[(12_000_000 + east, 3_300_000), (12_010_000 + east, 3_300_000), (12_010_000 + east, 3_310_000)]]
    ]


def taken(actor, *features):
    return take_in(actor=actor, features=features, origin="试画", today=TODAY)


def test_by_code_by_name_and_by_the_beginning_of_a_name(county):
    with acting(ROOT):
        Unit.objects.filter(pk=county.mill.pk).update(code="K-1", name="东镇纺织厂工会")
        found = taken(
            ROOT,
            Feature("随便", "K-1", ground(0)),
            Feature("西镇总工会", "", ground(1)),
            Feature("东镇", "", ground(2)),
        )
        assert [one.pk for one in found.units] == [county.mill.pk, county.west.pk, county.east.pk]
        assert found.nobody == ()
        assert drawn_below(ROOT, [county.county, county.east, county.west]) == {
            county.county.pk,
            county.east.pk,
        }


def test_what_is_nobodys_or_said_twice_is_named(county):
    with acting(ROOT):
        found = taken(
            ROOT,
            Feature("东镇", "", ground(0)),
            Feature("东镇", "", ground(1)),
            Feature("月球", "", ground(2)),
            Feature("", "", ground(3)),
        )
        assert [one.pk for one in found.units] == [county.east.pk]
        assert found.nobody == ("东镇", "月球", "没有名称的一块")
        assert shapes_of(ROOT, [county.east.pk])[county.east.pk][0][0][0] == 12_000_000


def test_a_second_file_takes_the_place_of_the_first(county):
    with acting(ROOT):
        taken(ROOT, Feature("东镇", "", ground(0)))
        taken(ROOT, Feature("东镇", "", ground(5)))
        assert shapes_of(ROOT, [county.east.pk])[county.east.pk][0][0][0] == 12_000_005
        take_away(actor=ROOT, unit=county.east)
        take_away(actor=ROOT, unit=county.east)
        assert not Outline.objects.exists()
        said = (
            Entry.objects.filter(verb__startswith="outlines.").order_by("pk").values_list("verb", flat=True)
        )
        assert list(said) == ["outlines.take_in", "outlines.take_in", "outlines.take_away"]


def test_nobody_draws_or_sees_or_removes_another_offices_ground(county):
    with acting(ROOT):
        taken(ROOT, Feature("东镇", "", ground(0)))
    west = officer(county.west, "county_clerk")
    with acting(west):
        assert taken(west, Feature("东镇", "", ground(9)), Feature("云溪县", "", ground(9))).units == ()
        assert not outlines(west).exists()
        assert not Outline.objects.exists()
        take_away(actor=west, unit=county.east)
    with acting(ROOT):
        assert shapes_of(ROOT, [county.east.pk])[county.east.pk][0][0][0] == 12_000_000


@pytest.mark.parametrize("closed", [True, False])
def test_a_closed_unit_gets_none(county, closed):
    with acting(ROOT):
        if closed:
            Unit.objects.filter(pk=county.mine.pk).update(closed_on=TODAY)
        name = Unit.objects.get(pk=county.mine.pk).name
        assert bool(taken(ROOT, Feature(name, "", ground(0))).units) is not closed
