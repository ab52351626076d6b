from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.parameters.models import Parameter
from gonghui.kernel.parameters.rules import LIMIT_UNITS, shortest
from gonghui.kernel.parameters.selectors import all_parameters, parameter
from gonghui.kernel.units.actions import plant
from tests.support import DAY, ROOT, database

DATA = Path(__file__).parents[1] / "data" / "parameters.csv"
with DATA.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))


def test_no_place_has_two_values_from_one_day_and_a_key_means_one_thing():
    assert len({(row["key"], row["jurisdiction"], row["since"]) for row in ROWS}) == len(ROWS) == 69
    assert len({(row["key"], row["label"], row["unit"]) for row in ROWS}) == 68


@database
def test_every_default_resolves_for_any_unit_where_it_applies(county, django_assert_num_queries):
    seed_parameters(actor=ROOT, path=DATA)
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    national = {row["key"] for row in rows if row["jurisdiction"] == "CN"}
    inside = {
        row["key"]: plant(
            actor=ROOT,
            name="当地",
            kind="single",
            parent=None,
            on=DAY,
            code=f"{shortest(row['jurisdiction']):1<6}{n:03}",
        )
        for n, row in enumerate(rows)
        if row["jurisdiction"] != "CN"
    }
    assert Parameter.objects.count() == 68 == len(national | inside.keys())
    for unit in (county.county, county.mill, county.grid, *inside.values()):
        with django_assert_num_queries(2):
            found = {key.pk: value for key, value in all_parameters(unit, DAY).items()}
        assert national <= found.keys()
        sample = {key: parameter(key, unit, DAY) for key in sorted(found)[::9]}
        assert sample == {key: found[key] for key in sample}
    for key, unit in inside.items():
        assert parameter(key, unit, DAY).jurisdiction != "CN"


@database
@pytest.mark.parametrize(
    ("key", "text"),
    [("cas.petition_finish", "60 日"), ("ele.delegate_notice", "5 个工作日"), ("ele.byelection", "3 个月")],
)
def test_a_default_that_is_a_limit_can_be_counted(county, key, text):
    seed_parameters(actor=ROOT, path=DATA)
    assert str(parameter(key, county.mill, DAY).limit) == text


def test_days_and_months_are_named_as_limits_are():
    measures = {row["unit"] for row in ROWS}
    assert LIMIT_UNITS.keys() <= measures
    assert {row["unit"] for row in ROWS if row["unit"].endswith(("日", "月"))} == {*LIMIT_UNITS, "工作日/月"}
