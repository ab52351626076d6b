"""One union's alert: contested by the union, decided by another, silent until its facts change; and its revival plan."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gonghui.insight.shells.rules import LABELS, REVIVE, RULE, revival
from gonghui.insight.shells.selectors import facts
from gonghui.insight.shells.tests.when import TODAY
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.process.models import Step, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.posts.models import Cadre
from gonghui.registers.unions.models import Union
from gonghui.work.gaps.actions import contests as actions
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.models import Contest
from gonghui.work.gaps.rules import FINDERS
from tests.support import ROOT, database, officer, sign_in

pytestmark = database
PICTURE = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def at(days: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY + timedelta(days=days), time(10)))


def night(days: int = 0, rule: str = RULE) -> dict[str, int]:
    set_reach(ROOT)
    return sweep(FINDERS[rule], actor=ROOT, now=at(days), most=100)[0]


def item(rule: str = RULE) -> WorkItem:
    set_reach(ROOT)
    return WorkItem.objects.get(rule=rule)


@pytest.fixture
def people(scene):
    night()
    return officer(scene.mine, "union_chair", "chair", "李主席"), officer(
        scene.county, "county_clerk", "zhou", "周文"
    )


def contested(client, who, sign: str, **more):
    url = reverse("gaps-contest", args=[item().pk])
    return sign_in(client, who).post(url, {"sign": sign, "reason": "去年就换了，没有录入", **more})


def test_a_union_contests_and_another_decides_and_every_step_is_shown(client, scene, people):
    chair, clerk = people
    page = sign_in(client, chair).get(reverse("shell", args=[scene.mine.pk])).content.decode()
    assert [
        word for word in ("没有主席", "提出异议", "本届 2026-01-01 届满，没有换届") if word not in page
    ] == []
    assert "定激活计划</button>" not in page
    assert contested(client, chair, "没有这一项").status_code == 422
    assert contested(client, chair, "没有主席", reason="").status_code == 422
    paper = SimpleUploadedFile("批复.pdf", PICTURE, "application/pdf")
    assert contested(client, chair, "没有主席", file=paper).status_code == 302
    assert contested(client, chair, "没有主席").status_code == 422  # one waits already
    set_reach(ROOT)
    one = Contest.objects.get()
    assert (one.sign, one.fact, one.actor_name, one.proof.file.name) == (
        "没有主席", "没有在任的主席，上一任到 2025-06-01", "李主席", "批复.pdf",
    )  # fmt: skip
    decide = reverse("gaps-contest-decide", args=[one.pk])
    assert client.get(decide).status_code == 403  # the union itself does not
    desk = sign_in(client, clerk)
    assert desk.post(decide, {"upheld": "yes"}).status_code == 422
    assert desk.post(decide, {"upheld": "yes", "answer": "看过批复，已补选"}).status_code == 302
    assert desk.post(decide, {"upheld": "no", "answer": "又不是了"}).status_code == 422
    page = sign_in(client, chair).get(reverse("shell", args=[scene.mine.pk])).content.decode()
    for words in (
        "成立，不再计入",
        "看过批复，已补选",
        "对“没有主席”提出异议",
        "“没有主席”的异议成立",
        "周文认定",
    ):
        assert words in page, words
    steps = list(Step.objects.filter(item=item()).order_by("seq").values_list("move", "actor_name"))
    assert steps[1:] == [("contest", "李主席"), ("contest_decided", "周文")]
    said = Entry.objects.filter(verb__in=["gaps.contest", "gaps.contest_decided"]).order_by("id")
    assert [one.detail for one in said] == [
        {"number": item().number, "sign": "没有主席"},
        {"number": item().number, "sign": "没有主席", "upheld": True},
    ]


def test_nobody_decides_what_they_contested(client, scene, people):
    _, clerk = people
    assert contested(client, clerk, "没有主席").status_code == 302
    set_reach(ROOT)
    one = Contest.objects.get()
    set_reach(clerk)
    with pytest.raises(MoveRefused, match="另一个人"):
        actions.decide_contest(actor=clerk, contest=one, upheld=True, answer="是的", now=at())
    again = officer(scene.mine, "union_chair", "zhou", "周文")  # the same person in another post
    set_reach(again)
    with pytest.raises(MoveRefused, match="不能认定"):
        actions.decide_contest(actor=again, contest=one, upheld=True, answer="是的", now=at())


@pytest.mark.parametrize("role", ["county_leader", "auditor"])
def test_who_has_no_part_in_it_does_not_contest(client, scene, people, role):
    assert contested(client, officer(scene.county, role, "other", "别人"), "没有主席").status_code == 403


def test_another_town_sees_nothing_of_it(client, scene, people):
    contested(client, people[0], "没有主席")
    set_reach(ROOT)
    one, matter = Contest.objects.get(), item()
    sign_in(client, officer(scene.east, "town_clerk", "east", "吴芳"))
    for url in (
        reverse("shell", args=[scene.mine.pk]), reverse("gaps-contest", args=[matter.pk]), reverse("gaps-contest-decide", args=[one.pk]),
    ):  # fmt: skip
        assert client.get(url).status_code == 404
    assert client.post(reverse("shell-plan", args=[scene.mine.pk])).status_code == 404


def upheld(clerk, *signs: str) -> None:
    for sign in signs:
        set_reach(ROOT)
        chair = officer(
            Union.objects.get(pk=item().unit_id).unit, "union_chair", f"u{len(sign)}{ord(sign[0])}", "李四"
        )
        set_reach(chair)
        one = actions.contest(
            actor=chair, item=item_for(chair), sign=sign, reason="不属实", upload=None, now=at()
        )
        set_reach(clerk)
        actions.decide_contest(actor=clerk, contest=one, upheld=True, answer="属实", now=at())


def item_for(who) -> WorkItem:
    set_reach(who)
    return WorkItem.objects.visible_to(who).get(rule=RULE)


def test_what_was_upheld_does_not_alert_again_until_its_facts_change(client, scene, people):
    _, clerk = people
    upheld(clerk, "没有主席", "届满未换届", "会员没变化", "会员太少")
    assert night(1)["proposed"] == 1  # 没人用系统 has gone too, and what is left weighs too little
    page = sign_in(client, clerk).get(reverse("shells"))
    assert page.context["lines"] == []
    set_reach(clerk)
    advance(item_for(clerk).pk, "clear", actor=clerk, now=at(2))
    assert night(3) == {"opened": 0, "reopened": 0, "updated": 0, "proposed": 0}
    set_reach(ROOT)
    Cadre.objects.create(
        unit=scene.mine,
        name="赵二",
        post="chair",
        form="part",
        since=date(2025, 7, 1),
        until=date(2026, 10, 1),
    )
    Union.objects.filter(pk=scene.mine.pk).update(term_until=date(2026, 2, 1))
    assert night(4)["reopened"] == 1  # another chair has left, another term is over: other facts
    assert set(item().facts) >= {"没有主席", "届满未换届"}
    assert item().facts["没有主席"] == "没有在任的主席，上一任到 2026-10-01"
    assert "会员太少" not in item().facts


def test_not_upheld_counts_on(client, scene, people):
    chair, clerk = people
    contested(client, chair, "没有主席")
    set_reach(ROOT)
    one = Contest.objects.get()
    set_reach(clerk)
    actions.decide_contest(actor=clerk, contest=one, upheld=False, answer="没有看到批复", now=at())
    assert night(1)["updated"] in {0, 1}
    assert "没有主席" in item().facts
    assert contested(client, chair, "没有主席").status_code == 302  # again, with better reasons


def planned(client, who, unit):
    answer = sign_in(client, who).post(reverse("shell-plan", args=[unit.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("shell", args=[unit.pk]))
    set_reach(ROOT)
    return {one.rule: one for one in WorkItem.objects.filter(rule__startswith="revive.")}


def test_one_press_lists_a_matter_for_each_sign_with_owner_and_limit(client, scene, people):
    chair, clerk = people
    night(1)  # with the chair's own account the union is not without one
    made = planned(client, clerk, scene.mine)
    signs = {label: key for key, label in LABELS.items()}
    assert made.keys() == {revival(signs[label]) for label in item().facts}
    assert len(made) >= 5
    for key, one in made.items():
        measure = REVIVE[key.removeprefix("revive.")][1]
        assert (one.gap.measure, one.holder_unit_id, one.role) == (measure, scene.mine.pk, "union_chair")
    again = planned(client, clerk, scene.mine)
    assert {one.number for one in again.values()} == {one.number for one in made.values()}
    page = sign_in(client, chair).get(reverse("shell", args=[scene.mine.pk])).content.decode()
    assert [one.number for one in made.values() if one.number not in page] == []
    assert "矿业工会：补选主席" in sign_in(client, chair).get("/").content.decode()
    set_reach(ROOT)
    assert Entry.objects.filter(verb="gaps.plan").first().detail == {"label": "矿业工会", "items": len(made)}


def test_the_plan_is_closed_against_the_data_and_opens_again_with_them(client, scene, people):
    _, clerk = people
    rule = revival("chair")
    pk = planned(client, clerk, scene.mine)[rule].pk
    assert night(1, rule) == {"opened": 0, "reopened": 0, "updated": 0, "proposed": 0}
    set_reach(ROOT)
    new = Cadre.objects.create(unit=scene.mine, name="孙三", post="chair", form="part", since=TODAY)
    assert night(2, rule)["proposed"] == 1
    new.until = TODAY
    new.save()
    set_reach(clerk)
    with pytest.raises(MoveRefused, match="数据里这个问题还在"):
        advance(pk, "clear", actor=clerk, now=at(3))
    set_reach(ROOT)
    Cadre.objects.filter(pk=new.pk).update(until=TODAY + timedelta(days=50))
    set_reach(clerk)
    advance(pk, "clear", actor=clerk, now=at(3))
    assert night(4, rule) == {"opened": 0, "reopened": 0, "updated": 0, "proposed": 0}
    assert night(60, rule)["reopened"] == 1
    assert night(60, revival("idle"))["opened"] == 0  # unions without a plan are left alone


def test_a_living_union_gets_no_plan(client, scene, people):
    set_reach(ROOT)
    officer(scene.mill, "union_chair", "mill", "王主席")
    sign_in(client, people[1]).post(reverse("shell-plan", args=[scene.mill.pk]))
    set_reach(ROOT)
    assert (
        not WorkItem.objects.filter(rule__startswith="revive.", unit=scene.mill)
        .exclude(rule=revival("idle"))
        .exists()
    )


def test_one_union_is_asked_about_alone(scene):
    every = {one.unit_id: one for one in facts(ROOT, TODAY)}
    assert [facts(ROOT, TODAY, key) for key in every] == [[one] for one in every.values()]
    finder = FINDERS[RULE]
    for found in finder.find(ROOT, TODAY):
        assert finder.still(ROOT, TODAY, found.subject) == found
    assert finder.still(ROOT, TODAY, f"union:{scene.mill.pk}") is None
