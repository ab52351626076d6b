from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.actor import Actor, end_of
from gonghui.kernel.reach.session import set_reach
from gonghui.kernel.units.divisions import Division
from gonghui.kernel.units.models import Placement, Unit
from gonghui.kernel.units.selectors import ancestors, below, below_as_of
from gonghui.registers.regions.actions import load_divisions, plant_country
from gonghui.registers.regions.models import Region
from gonghui.registers.regions.selectors import full_name, region_line, regions, within_region
from tests.support import DAY, ROOT, database

pytestmark = [database, pytest.mark.usefixtures("divisions")]
KINDS = {1: "federation", 2: "federation", 3: "federation", 4: "town"}
LINE = ["32", "3209", "320924"]


@pytest.fixture
def divisions(db_with_reach) -> int:
    return load_divisions(actor=ROOT)


def name(division: Division) -> str | None:
    return f"{division.name}总工会"


def places_only(division: Division) -> str | None:
    return None if division.is_notional else name(division)


def planted(within: str | None = None, name_of=name) -> dict[str, int]:
    return plant_country(actor=ROOT, kind_of_level=KINDS, name_of=name_of, on=DAY, within=within)


def reaching(unit: Unit) -> Actor:
    return Actor(77, "王敏", unit_id=unit.pk, lo=unit.path, hi=end_of(unit.path))


def seen_by_policies_alone(actor: Actor) -> set[str | None]:
    set_reach(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM units_unit")
        found = {row[0] for row in cursor.fetchall()}
    set_reach(ROOT)
    return found


def test_the_country_is_loaded_once_and_quickly(divisions):
    assert divisions == 44_703
    assert load_divisions(actor=ROOT) == 0
    assert Counter(Region.objects.values_list("level", flat=True)) == {1: 31, 2: 342, 3: 2978, 4: 41352}
    assert Entry.objects.filter(verb="regions.load").count() == 1


def test_a_corrected_name_is_loaded_again_alone():
    Region.objects.filter(code="320924").update(name="射陽县")
    assert load_divisions(actor=ROOT) == 1
    assert Region.objects.get(code="320924").name == "射阳县"


def test_a_place_knows_the_line_above_it():
    assert [region.code for region in region_line("320924112")] == [*LINE, "320924112"]
    assert full_name("320924112") == "江苏省盐城市射阳县盘湾镇"
    assert full_name("320924112203") == "江苏省盐城市射阳县盘湾镇"
    assert full_name("110101001") == "北京市东城区东华门街道"
    assert full_name("CN") == ""
    assert within_region("320924").count() == 1 + regions(4).filter(parent="320924").count()


def test_the_whole_country_is_planted_at_one_stroke():
    ids = planted()
    assert len(ids) == Unit.objects.count() == Placement.objects.count() == 44_703
    lengths = Counter(len(code or "") for code in Unit.objects.values_list("code", flat=True))
    assert lengths == {2: 31, 4: 342, 6: 2978, 9: 41352}
    assert (
        Unit.objects.get(pk=ids["320924112"]).path
        == ".".join(str(ids[c]) for c in [*LINE, "320924112"]) + "."
    )
    assert Entry.objects.filter(verb="regions.plant").get().detail["planted"] == 44_703

    town, sibling = (Unit.objects.get(code=code) for code in ("320924112", "320924113"))
    clerk = reaching(town)
    assert list(Unit.objects.visible_to(clerk)) == [town]
    assert seen_by_policies_alone(clerk) == {*LINE, "320924112"}
    assert [unit.code for unit in ancestors(town)] == LINE
    assert sibling.pk not in Unit.objects.visible_to(clerk).values_list("pk", flat=True)
    assert seen_by_policies_alone(Actor(77, "王敏")) == set()
    assert planted() == ids


def test_one_county_is_planted_with_the_line_above_it():
    ids = planted("320924")
    assert set(ids) == {"32", "3209"} | set(within_region("320924").values_list("code", flat=True))
    county = Unit.objects.get(code="320924")
    assert (county.name, county.kind) == ("射阳县总工会", "federation")
    assert below(ROOT, county).count() == len(ids) - 2
    assert below_as_of(county, DAY) == set(below(ROOT, county).values_list("pk", flat=True))
    assert below_as_of(county, date(2026, 8, 31)) == {county.pk}


def test_planting_goes_on_where_it_stopped_and_leaves_alone_what_is_there():
    first = planted("320924112")
    assert set(first) == {*LINE, "320924112"}
    Unit.objects.filter(code="3209").update(name="盐城市总工会（本级）")
    second = planted("3209")
    assert {code: second[code] for code in first} == first
    assert Unit.objects.get(code="3209").name == "盐城市总工会（本级）"
    assert Unit.objects.get(code="320902").path == f"{first['32']}.{first['3209']}.{second['320902']}."
    assert Entry.objects.filter(verb="regions.plant").count() == 2


def test_where_no_unit_is_wanted_what_lies_below_hangs_one_higher():
    ids = planted("1101", places_only)
    assert "1101" not in ids
    assert Placement.objects.get(unit=ids["110101"]).parent_id == ids["11"]
    assert Unit.objects.get(code="110101001").path == f"{ids['11']}.{ids['110101']}.{ids['110101001']}."


def test_planting_outside_ones_reach_is_refused_by_the_database():
    ids = planted("320924112")
    set_reach(reaching(Unit.objects.get(pk=ids["320924112"])))
    with pytest.raises(Exception, match="row-level security"):
        planted("320924")


def test_a_code_that_is_none_is_refused():
    with pytest.raises(ValidationError, match="行政区划里没有代码 999999"):
        planted("999999")
