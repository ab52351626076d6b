"""Signs with their facts, and that the first fifty alerts of a planted county are shells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.shells import FIRST, RECORDED, WEIGHTS, Shares, county, precision
from gonghui.insight.shells.rules import SIGNS, Facts, alerts, signs

TODAY = date(2026, 11, 21)
ALIVE = Facts(
    1, "纺织厂工会", "东镇总工会", founded_on=date(2019, 5, 1), term_until=date(2027, 4, 30), has_chair=True, chair_until=None,
    members=80, workers=100, changed_on=date(2026, 9, 1), accounts=1, worked_on=date(2026, 6, 1),
    paid_on=date(2026, 10, 9), met_on=date(2026, 3, 8),
)  # fmt: skip


def said(**facts: object) -> dict[str, str]:
    return {sign.key: sign.text for sign in signs(replace(ALIVE, **facts), TODAY, RECORDED)}


def test_a_living_union_shows_no_sign():
    assert said() == {}


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"term_until": date(2026, 11, 11)}, {"term": "本届 2026-11-11 届满，没有换届"}),
        ({"term_until": TODAY}, {}),
        ({"term_until": None}, {}),
        (
            {"has_chair": False, "chair_until": date(2025, 1, 2)},
            {"chair": "没有在任的主席，上一任到 2025-01-02"},
        ),
        ({"has_chair": False}, {"chair": "没有在任的主席，也没有登记过"}),
        ({"changed_on": date(2025, 11, 21)}, {"still": "12 个月没有会员变化，最近一次是 2025-11-21"}),
        ({"changed_on": date(2025, 11, 22)}, {}),
        ({"changed_on": None}, {"still": "12 个月没有会员变化，从没登记过"}),
        ({"members": 29}, {"few": "会员 29 人，职工 100 人，不到 30%"}),
        ({"members": 30}, {}),
        ({"members": 0, "workers": 9}, {}),
        ({"accounts": 0}, {"account": "没有人有这个工会的系统身份"}),
        ({"worked_on": None}, {"idle": "12 个月没有在系统里办过事项，从没办过"}),
        ({"paid_on": date(2025, 11, 21)}, {"dues": "12 个月没有会费、经费到账，最近一笔是 2025-11-21"}),
        ({"paid_on": date(2025, 11, 22)}, {}),
        ({"met_on": None}, {"meeting": "12 个月没有开过会，从没登记过"}),
    ],
)
def test_each_sign_tells_its_facts(facts, found):
    assert said(**facts) == found


def test_a_young_union_has_no_past():
    assert said(founded_on=date(2026, 2, 1), has_chair=False, accounts=0, members=0, changed_on=None) == {}


def test_a_sign_without_points_is_switched_off():
    weights = replace(WEIGHTS, points=WEIGHTS.points | {"account": 0})
    assert signs(replace(ALIVE, accounts=0), TODAY, weights) == ()


def test_dues_and_meetings_say_nothing_before_the_place_gives_them_points():
    assert signs(replace(ALIVE, paid_on=None, met_on=None), TODAY, WEIGHTS) == ()


@pytest.mark.parametrize("weights", [WEIGHTS, RECORDED], ids=["at first", "with dues and meetings"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_first_fifty_are_shells(seed, weights):
    every, planted = county(seed, shares=Shares(alive=(0.08, 0.04, 0.2, 0.08, 0.6, 0.3, 0.15, 0.3)))
    order = [one.facts.unit_id for one in alerts(every, TODAY, weights)]
    assert len(order) >= FIRST
    assert precision(order, planted) >= 0.9


@given(st.integers(0, 10_000))
def test_alerts_are_sums_of_their_signs_and_in_order(seed):
    every, _ = county(seed, unions=30, shells=0.5)
    found = alerts(every, TODAY, WEIGHTS)
    points = [one.points for one in found]
    assert points == sorted(points, reverse=True)
    for one in found:
        assert one.points == sum(WEIGHTS.points[sign.key] for sign in one.signs) >= WEIGHTS.alert
        assert [sign.key for sign in one.signs] == [key for key in SIGNS if key in {s.key for s in one.signs}]
    left = {one.unit_id for one in every} - {one.facts.unit_id for one in found}
    assert all(
        sum(sign.points for sign in signs(one, TODAY, WEIGHTS)) < WEIGHTS.alert
        for one in every
        if one.unit_id in left
    )
