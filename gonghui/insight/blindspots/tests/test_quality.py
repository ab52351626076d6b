"""How good the comparison is, on a county the model was not trained on, in seed and in dirt."""

from __future__ import annotations

from itertools import permutations

import pytest

from bench.blindspots import workers
from bench.companies import Dirt, world
from bench.linkage import quality
from bench.listing import known_of, places, sighted_of, towns
from gonghui.insight.blindspots.linkage.firms import employers
from gonghui.insight.blindspots.rules import AMBIGUOUS, COVERED, EMPLOYER, GONE, MISSING, Known, Sighted

SHOP = Known(
    "r1", "射阳县恒源餐饮管理有限公司", "91999924MB0000014J", "射阳县盘湾镇人民路12号", "9", 77, False
)


@pytest.mark.parametrize(
    "dirt", [Dirt(), Dirt(code_gone=0.3, heard=0.1, wrong=0.02, town_gone=0.05)], ids=["usual", "other"]
)
def test_planted_gaps_are_found_and_little_else(dirt):
    made = world(4_711, 3_000, dirt=dirt)
    results = employers(sighted_of(made), known_of(made), places(), towns())
    assert results.keys() == made.truth.keys()
    said = {(key, "") for key, one in results.items() if one.outcome == MISSING}
    gaps = quality(said, {(key, "") for key in made.gaps})
    assert gaps["precision"] >= 0.98
    assert gaps["recall"] >= 0.95
    asked = sum(one.outcome == AMBIGUOUS for one in results.values())
    assert asked <= 0.07 * len(results)


def test_workers_outside_are_found_and_few_members_are_taken_for_them():
    told, _ = workers(4_712, 4_000)
    assert told["gaps"]["precision"] >= 0.98
    assert told["gaps"]["recall"] >= 0.95
    assert told["asked"] <= 0.05 * told["listed"]


def among_others(row: Sighted, *known: Known):
    """What becomes of one row in a county of others."""
    made = world(99, 600, listed=0.0, unknown=0.0, twins=0.0)
    return employers([row], [*known_of(made), *known], places(), towns())[row.id]


def listed(name: str, **more) -> Sighted:
    return Sighted("l1", EMPLOYER, name, **{"town": "盘湾镇"} | more)


@pytest.mark.parametrize(
    "name",
    [
        "恒源餐饮管理",
        "射阳恒源餐饮有限责任公司",
        "恆源餐飲管理",
        "衡源餐饮管理有限公司",
        "恒源（射阳）餐饮管理 有限公司",
    ],
)
def test_other_spellings_of_a_covered_firm_are_covered(name: str):
    found = among_others(listed(name, address="盘湾镇人民路12号"), SHOP)
    assert (found.outcome, found.match) == (COVERED, "r1")


def test_by_its_code_whatever_its_name():
    found = among_others(listed("老王饭店", credit_code=SHOP.code), SHOP)
    assert (found.outcome, found.match, found.found[0].evidence) == (
        COVERED,
        "r1",
        (("信用代码", "相同", 0.0),),
    )


def test_nobody_like_it_is_missing():
    assert among_others(listed("江苏璟琛光伏有限公司", address="盘湾镇解放路9号"), SHOP).outcome == MISSING


def test_the_same_name_in_another_town_is_for_a_person_with_the_evidence():
    found = among_others(listed("射阳县恒源餐饮管理有限公司", town="合德镇"), SHOP)
    assert (found.outcome, found.found[0].id) == (AMBIGUOUS, "r1")
    said = {label: seen for label, seen, _ in found.found[0].evidence}
    assert said == {
        "名称": "全名相同",
        "信用代码": "有一边没填",
        "分支": "相同",
        "地址": "有一边没填",
        "所在地": "不同",
    }


def test_without_a_union_is_missing_and_closed_is_gone():
    free = Known(**vars(SHOP) | {"union": None})
    closed = Known(**vars(SHOP) | {"closed": True})
    row = listed(SHOP.name, credit_code=SHOP.code)
    assert among_others(row, free).outcome == MISSING
    assert among_others(row, closed).outcome == GONE
    assert among_others(listed("从没见过商贸", gone=True), SHOP).outcome == GONE


def test_two_of_one_code_with_different_outcomes_are_for_a_person():
    other = Known(**vars(SHOP) | {"id": "r2", "union": None})
    found = among_others(listed(SHOP.name, credit_code=SHOP.code), SHOP, other)
    assert found.outcome == AMBIGUOUS
    assert {one.id for one in found.found} == {"r1", "r2"}


def test_the_order_of_rows_makes_no_difference():
    made = world(12, 40)
    rows, known = sighted_of(made)[:3], known_of(made)
    first = employers(rows, known, places(), towns())
    assert all(
        employers(list(turned), known[::-1], places(), towns()) == first for turned in permutations(rows)
    )


def test_an_empty_list_and_an_empty_register():
    row = listed("恒源餐饮")
    assert employers([], [SHOP], places(), towns()) == {}
    assert employers([row], [], places(), towns())["l1"].outcome == MISSING
