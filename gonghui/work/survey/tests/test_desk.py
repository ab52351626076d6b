"""The desk's pages of surveys, as those who use them see them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gonghui.kernel import clock
from gonghui.kernel.reach.session import set_reach
from gonghui.registers.employers.models import Employer
from gonghui.work.survey.models import Answer, Round, Subject, Team
from gonghui.work.survey.tests.scene import place, visit
from tests.support import ROOT, database, officer, set_today, sign_in

pytestmark = database


@pytest.fixture
def here(db_with_reach, monkeypatch):
    set_today(monkeypatch, clock, "2026-11-21")
    return place()


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_round_is_begun_and_shows_where_nobody_has_been(here, client):
    desk = sign_in(client, here.clerk)
    given = {
        "kind": "theme",
        "label": "高温专题",
        "since": "2026-11-20",
        "until": "2026-11-30",
        "more": "有没有高温补贴：有、没有",
    }
    made = desk.post("/survey/new/", given)
    assert made.status_code == 302
    page = text(desk.get(made.url))
    assert [
        word in page
        for word in ("高温专题", "第一网格", "湖畔餐饮有限公司", "没有划到网格", "该走 2 家，已走 0 家")
    ] == [True] * 5
    set_reach(ROOT)
    assert Round.objects.get(label="高温专题").more[0]["choices"] == [["有", "有"], ["没有", "没有"]]
    again = desk.post("/survey/new/", given | {"label": "只摸一个网格", "places": [str(here.county.grid.pk)]})
    assert "该走 1 家，已走 0 家" in text(desk.get(again.url))
    assert (
        desk.post(
            "/survey/new/", given | {"label": "没有的网格", "places": [str(here.county.west.pk)]}
        ).status_code
        == 422
    )
    only = text(desk.get(f"{made.url}?grid={here.county.grid.pk}"))
    assert ("湖畔餐饮有限公司" in only, "西山矿业公司" in only) == (True, False)
    assert "高温专题" in text(desk.get("/survey/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": "2026-01-01"}, "早于"),
        ({"label": "2026 年第 4 季度"}, "同名"),
        ({"more": "甲：乙"}, "只有一个选项"),
        ({"kind": "x"}, "请从列出的"),
    ],
)
def test_what_is_wrong_with_a_round_is_said_and_what_was_typed_is_kept(here, client, wrong, said):
    given = {"kind": "theme", "label": "高温专题", "since": "2026-11-20", "until": "2026-11-30"} | wrong
    answer = sign_in(client, here.clerk).post("/survey/new/", given)
    assert (
        answer.status_code,
        said in answer.content.decode(),
        given["label"] in answer.content.decode(),
    ) == (422, True, True)


def test_a_liaison_enters_a_visit_and_presses_the_right_value(here, client):
    visit(here, here.second, workers=45)
    desk = sign_in(client, here.liaison)
    url = reverse("survey-answer", args=[here.employer.pk])
    assert "见到的人" in text(desk.get(url))
    refused = desk.post(url, {"outcome": "met", "met_on": "2026-11-20", "workers": "很多"})
    assert (refused.status_code, "很多" in refused.content.decode()) == (422, True)
    assert (
        desk.post(
            url, {"outcome": "met", "met_on": "2026-11-20", "workers": "31", "has_union": "0"}
        ).status_code
        == 302
    )
    assert (here.subject.facts["workers"], here.subject.facts["has_union"]) == (31, False)
    visit(here, here.second, 5, base=1, workers=50)
    page = text(desk.get(reverse("survey-subject", args=[here.employer.pk])))
    assert [word in page for word in ("两次摸到的不一样", "31 是对的", "50 是对的", "何二，2026-11-21")] == [
        True
    ] * 4
    set_reach(ROOT)
    chosen = Answer.objects.get(facts__workers=50)
    settle = reverse("survey-settle", args=[here.employer.pk])
    assert desk.post(settle, {"field": "workers", "chosen": str(chosen.pk)}).status_code == 302
    assert here.subject.facts["workers"] == 50
    again = desk.post(settle, {"field": "workers", "chosen": str(chosen.pk)}, follow=True)
    assert "已经有人核对过了" in again.content.decode()


def test_the_matter_s_page_has_the_buttons(here, client):
    visit(here, here.liaison, workers=31)
    visit(here, here.second, workers=45)
    desk = sign_in(client, here.liaison)
    home = text(desk.get("/"))
    assert "湖畔餐饮有限公司：两次摸到的不一样" in home
    listed = text(desk.get("/r/work/?process=survey_differs"))
    pk = listed.split('href="/work/')[1].split("/")[0] if 'href="/work/' in listed else ""
    page = text(desk.get(f"/work/{pk}/")) if pk else home
    assert "31" in page


def test_who_was_met_is_entered_in_the_register_from_its_page(here, client):
    made = visit(here, here.liaison, new=True, name="东镇小面馆", workers=4)
    desk = sign_in(client, here.town)
    page = text(desk.get(reverse("survey-subject", args=[made.pk])))
    assert [word in page for word in ("台账上没有", "登记为新的用人单位")] == [True, True]
    url = reverse("survey-register", args=[made.pk])
    assert desk.post(url, {"unit": "x"}).url == reverse("survey-subject", args=[made.pk])
    done = desk.post(url, {"unit": here.county.east.pk})
    set_reach(ROOT)
    assert done.url == reverse("employer", args=[Employer.objects.get(name="东镇小面馆").pk])
    assert desk.post(url, {"unit": here.county.east.pk}).status_code == 403


def test_who_was_met_is_said_to_be_one_of_the_register(here, client):
    made = visit(here, here.liaison, new=True, name="湖畔大酒楼", workers=30)
    desk = sign_in(client, here.town)
    page = text(desk.get(reverse("survey-subject", args=[made.pk]) + "?q=湖畔"))
    assert "就是这家" in page
    url = reverse("survey-link", args=[made.pk])
    for wrong in ("", "x", "01900000-0000-7000-8000-000000000000"):
        assert desk.post(url, {"employer": wrong}).status_code in {302, 404}
    assert desk.post(url, {"employer": str(here.employer.pk)}).status_code == 302
    set_reach(ROOT)
    assert Subject.objects.get(pk=made.pk).into_id == here.employer.pk
    assert "湖畔大酒楼" in text(desk.get(reverse("survey-subject", args=[made.pk])))


def test_teams_of_a_stay(here, client):
    desk = sign_in(client, here.clerk)
    made = desk.post(
        "/survey/new/", {"kind": "stay", "label": "蹲点", "since": "2026-11-01", "until": "2026-11-30"}
    )
    given = {
        "name": "第一组", "unit__name": here.county.east.pk, "people": "甲 县总工会\n乙 东镇", "since": "2026-11-01", "until": "2026-11-30",
    }  # fmt: skip
    assert desk.post(f"{made.url}teams/new/", given | {"until": "2026-10-01"}).status_code == 422
    assert desk.post(f"{made.url}teams/new/", given).status_code == 302
    assert "1 个组，2 人，平均每组 2.00 人" in text(desk.get(made.url))
    set_reach(ROOT)
    team = reverse("survey-team", args=[Team.objects.get().pk])
    assert "乙 东镇" in text(desk.get(team))
    assert desk.post(team, given | {"families": "3", "findings": "缺场地"}).status_code == 302
    assert desk.post(f"{made.url}close/").status_code == 302
    assert "已结束" in text(desk.get(made.url))


def test_another_town_finds_none_of_it(here, client):
    visit(here, here.liaison, workers=31)
    desk = sign_in(client, officer(here.county.west, "town_clerk", "west", "冯西"))
    for name in ("survey-subject", "survey-answer"):
        assert desk.get(reverse(name, args=[here.employer.pk])).status_code == 404
    for name in ("survey-settle", "survey-register", "survey-link"):
        assert desk.post(reverse(name, args=[here.employer.pk])).status_code == 404
    assert "湖畔" not in text(desk.get(reverse("survey-round", args=[here.round.pk])))
    assert "湖畔" not in text(desk.get("/r/subjects/"))
    assert desk.get("/survey/new/").status_code == 403


@pytest.mark.parametrize("who", ["clerk", "town", "liaison", "adviser"])
def test_every_page_is_drawn_for_everybody_who_surveys(here, client, who):
    visit(here, here.liaison, workers=31)
    desk = sign_in(client, getattr(here, who))
    for url in (
        "/survey/",
        f"/survey/{here.round.pk}/",
        f"/survey/subjects/{here.employer.pk}/",
        "/r/subjects/",
        "/r/subjects/?differs=no&registered=yes",
    ):
        assert "湖畔餐饮" in text(desk.get(url)) or url == "/survey/" or "subjects" not in url
