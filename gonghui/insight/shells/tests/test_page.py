"""The page: what the registers know of a union becomes an alert with its facts; each office sees its own."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gonghui.insight.shells.jobs import with_signs
from gonghui.insight.shells.selectors import facts, weights_of
from gonghui.insight.shells.tests.when import TODAY
from gonghui.work.gaps.rules import FINDERS
from tests.support import ROOT, database, officer, sign_in

pytestmark = database


def shown(client, actor):
    page = sign_in(client, actor).get(reverse("shells"))
    return {
        one["name"]: {sign["label"]: sign["text"] for sign in one["signs"]} for one in page.context["lines"]
    }


def test_what_is_recorded_becomes_an_alert_with_its_facts(client, scene):
    assert shown(client, officer(scene.county, "county_clerk")) == {
        "矿业工会": {
            "届满未换届": "本届 2026-01-01 届满，没有换届",
            "没有主席": "没有在任的主席，上一任到 2025-06-01",
            "会员没变化": "12 个月没有会员变化，从没登记过",
            "会员太少": "会员 0 人，职工 100 人，不到 30%",
            "没人用系统": "没有人有这个工会的系统身份",
            "没办事项": "12 个月没有在系统里办过事项，从没办过",
        }
    }


def test_the_facts_of_a_living_union(scene):
    found = {one.name: one for one in facts(ROOT, TODAY)}["纺织厂工会"]
    assert (found.has_chair, found.members, found.workers, found.place) == (True, 35, 100, "东镇总工会")
    assert found.changed_on == date(2026, 5, 1)


def test_the_weights_are_the_place_s_own(scene):
    found = weights_of(officer(scene.county, "county_clerk"), TODAY)
    assert (found.points["chair"], found.alert, found.months, found.ratio) == (25, 40, 12, 0.3)


def test_each_town_sees_its_own(client, scene):
    assert shown(client, officer(scene.west, "town_clerk")).keys() == {"矿业工会"}
    assert shown(client, officer(scene.east, "town_clerk")) == {}


def test_a_union_s_own_chair_may_not(client, scene):
    sign_in(client, officer(scene.mine, "union_chair"))
    assert client.get(reverse("shells")).status_code == 403


def test_the_ledger_is_told_the_same_every_day(scene):
    """Facts without running numbers: a gap is listed anew only when something has changed."""
    (found,) = with_signs(ROOT, TODAY)
    assert (found.subject, found.unit_id, found.title) == (
        f"union:{scene.mine.pk}",
        scene.mine.pk,
        "矿业工会：有空壳迹象",
    )
    assert found.facts["没有主席"] == "没有在任的主席，上一任到 2025-06-01"
    assert list(with_signs(ROOT, date(2026, 11, 28))) == [found]
    assert FINDERS["shells.signs"].label == "有空壳迹象"


def test_the_number_of_queries_does_not_grow(scene, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        facts(ROOT, TODAY)
