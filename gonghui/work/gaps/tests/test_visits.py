"""From a gap to the door: the letter by size, the visit that is planned, what came of it, and a street in one plan."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from gonghui.kernel import clock
from gonghui.kernel.calendar.rules import Calendar
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.process.models import Step, WorkItem
from gonghui.kernel.process.moving import advance
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.reach.session import set_reach
from gonghui.work.gaps import rules
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.models import Gap, Visit
from gonghui.work.gaps.rules import Finder, Finding
from gonghui.work.gaps.selectors.visits import PAPERS
from tests.support import ROOT, County, database, officer, set_today, sign_in

pytestmark = database
TODAY = date(2026, 11, 20)  # a Friday
NOW = timezone.make_aware(datetime.combine(TODAY, time(10)))
SHOPS = (
    ("大湖机械厂", "湖边路12号", "120 人", rules.FOUND),
    ("湖畔面馆", "湖边路9号", "8 人", rules.JOIN),
    ("后街修车", "", "不详 人", rules.EITHER),
    ("湖畔驿站", "湖边路9号", "6 人", rules.INVITE),
)


class Shops:
    def __init__(self, county: County) -> None:
        self.county, self.open = county, list(SHOPS)

    def find(self, actor: Actor, today: date) -> Iterator[Finding]:
        for name, place, people, letter in self.open:
            yield Finding(
                f"shop:{name}", self.county.east.pk, f"{name}：没有工会", {"职工": people}, self.county.grid.pk,
                measure="上门动员", letter=letter, whom=name, place=place,
            )  # fmt: skip


@pytest.fixture
def street(county, monkeypatch):
    set_today(monkeypatch, clock, TODAY.isoformat())
    set_reach(ROOT)
    seed_parameters(actor=ROOT, path=PAPERS.with_name("parameters.csv"))
    found = Shops(county)
    finder = Finder("tests.shops", "没有工会", "按规模办", found.find)
    monkeypatch.setitem(rules.FINDERS, "tests.shops", finder)
    found.night = lambda: sweep(finder, actor=ROOT, now=NOW, most=100)
    found.night()
    found.liaison = officer(county.grid, "liaison", "lin", "林一")
    found.clerk = officer(county.county, "county_clerk", "zhou", "周文")
    set_reach(ROOT)
    found.items = {one.whom: one.item for one in Gap.objects.select_related("item")}
    return found


def text_of(answer) -> str:
    found = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in found.paragraphs] + cells)


@pytest.mark.parametrize(
    ("shop", "said"),
    [
        ("大湖机械厂", ["建立工会告知书", "大湖机械厂：", "现有职工120 人", "召开会员大会或会员代表大会"]),
        ("湖畔面馆", ["加入联合工会告知书", "湖畔面馆：", "现有职工8 人", "两个以上单位的会员联合建立"]),
        ("后街修车", ["建立工会告知书", "后街修车：", "告诉我们现在有多少职工"]),
        ("湖畔驿站", ["入会邀请书", "湖畔驿站各位职工：", "入会自愿，不收入会费"]),
    ],
)
def test_the_letter_is_that_of_the_size(street, client, shop, said):
    item = street.items[shop]
    answer = sign_in(client, street.liaison).get(reverse("gaps-letter", args=[item.pk, "docx"]))
    text = text_of(answer)
    assert [one for one in [*said, "东镇总工会", "2026年11月20日"] if one not in text] == []
    assert "不详" not in text
    assert "拟于" not in text  # no day is arranged yet
    made = client.get(reverse("gaps-letter", args=[item.pk, "pdf"]))
    assert (made.status_code, made.content[:5]) == (200, b"%PDF-")


def test_a_visit_is_arranged_moved_and_told_on_the_gap(street, client):
    item = street.items["湖畔面馆"]
    desk = sign_in(client, street.liaison)
    url = reverse("gaps-visit", args=[item.pk])
    form = desk.get(url).context["form"]
    assert (form.initial["planned_on"], form.initial["visitors"]) == ("2026-11-25", "林一")
    given = {"planned_on": "2026-11-25", "visitors": "林一、徐建", "bring": ""}
    assert desk.post(url, given | {"planned_on": "2026-11-19"}).status_code == 422
    assert desk.post(url, given).status_code == 302
    assert desk.post(url, given | {"planned_on": "2026-11-26"}).status_code == 302
    assert "我们拟于2026年11月26日上门（林一、徐建）" in text_of(
        desk.get(reverse("gaps-letter", args=[item.pk, "docx"]))
    )
    seen = reverse("gaps-visited", args=[item.pk])
    went = {
        "done_on": "2026-11-20",
        "visitors": "林一",
        "given": "1",
        "result": "agreed",
        "words": "老板同意了",
    }
    for wrong in ({"done_on": "2026-11-21"}, {"result": ""}, {"result": "x"}, {"visitors": ""}):
        assert desk.post(seen, went | wrong).status_code == 422
    assert desk.post(seen, went).status_code == 302
    set_reach(ROOT)
    assert [(one.done_on, one.given, one.result, one.bring) for one in Visit.objects.all()] == [
        (TODAY, True, "agreed", rules.BRING[rules.JOIN])
    ]
    steps = Step.objects.filter(item=item).order_by("seq")
    assert [(one.move, one.label, one.actor_name) for one in steps][1:] == [
        ("visit_planned", "定于 2026-11-25 上门", "林一"),
        ("visit_planned", "改到 2026-11-26 上门", "林一"),
        ("visited", "2026-11-20 上门走访", "林一"),
    ]
    entries = Entry.objects.filter(verb__in=["gaps.visit_planned", "gaps.visited"]).order_by("id")
    assert [one.detail for one in entries][-1] == {
        "number": item.number, "done_on": "2026-11-20", "result": "agreed", "given": True,
    }  # fmt: skip
    assert not any("老板" in str(one.detail) for one in entries)
    page = desk.get(reverse("matter", args=[item.pk])).content.decode()
    assert [
        word
        for word in ("同意", "老板同意了", "文书已当面交给对方", "还没有定上门的时间")
        if word not in page
    ] == []


def test_a_street_is_one_plan_in_its_order_by_worked_days(street, client):
    desk = sign_in(client, street.liaison)
    url = reverse("gaps-visits") + f"?grid={street.county.grid.pk}"
    stops = desk.get(url).context["stops"]
    assert [(one.gap.whom, one.on) for one in stops] == [
        ("湖畔面馆", date(2026, 11, 25)),
        ("湖畔驿站", date(2026, 11, 25)),
        ("大湖机械厂", date(2026, 11, 25)),
        ("后街修车", date(2026, 11, 25)),
    ]
    desk.post(
        reverse("gaps-visit", args=[street.items["大湖机械厂"].pk]),
        {"planned_on": "2026-12-01", "visitors": "徐建"},
    )
    assert desk.post(url, {"visitors": ""}).status_code == 422
    assert desk.post(url, {"visitors": "林一"}).status_code == 302
    set_reach(ROOT)
    made = {one.item.gap.whom: (one.planned_on, one.visitors) for one in Visit.objects.select_related("item")}
    assert made == {
        "湖畔面馆": (date(2026, 11, 25), "林一"),
        "湖畔驿站": (date(2026, 11, 25), "林一"),
        "大湖机械厂": (date(2026, 12, 1), "徐建"),
        "后街修车": (date(2026, 11, 25), "林一"),
    }
    page = desk.get(url)
    assert (page.context["free"], "第一网格上门计划" in page.content.decode()) == (0, True)
    text = text_of(desk.get(reverse("gaps-visits-word") + f"?grid={street.county.grid.pk}"))
    assert text.index("湖畔面馆") < text.index("大湖机械厂") < text.index("地址不详")
    assert "走访人员：徐建；林一。" in text or "走访人员：林一；徐建。" in text


def test_the_letters_of_a_street_are_one_file_a_page_each(street, client):
    answer = sign_in(client, street.liaison).get(reverse("gaps-letters"))
    found = Document(io.BytesIO(answer.content))
    titles = [
        one.text
        for one in found.paragraphs
        if one.text in {"建立工会告知书", "加入联合工会告知书", "入会邀请书"}
    ]
    assert titles == ["加入联合工会告知书", "入会邀请书", "建立工会告知书", "建立工会告知书"]
    assert found.element.xml.count('w:type="page"') == 3
    assert found.element.xml.count("<w:sectPr") == 1


def test_who_neither_holds_it_nor_clears_it_sees_and_does_not_plan(street, client):
    item = street.items["湖畔面馆"]
    adviser = officer(street.county.county, "county_leader", "lead", "高领导")
    desk = sign_in(client, adviser)
    assert desk.get(reverse("gaps-letter", args=[item.pk, "docx"])).status_code == 200
    answer = desk.post(
        reverse("gaps-visit", args=[item.pk]), {"planned_on": "2026-11-25", "visitors": "高领导"}
    )
    assert (answer.status_code, "您可以看，不能办" in answer.content.decode()) == (422, True)
    west = officer(street.county.west, "town_clerk", "west", "冯西")
    desk = sign_in(client, west)
    for name in ("gaps-visit", "gaps-visited"):
        assert desk.get(reverse(name, args=[item.pk])).status_code == 404
    assert desk.get(reverse("gaps-letter", args=[item.pk, "docx"])).status_code == 404
    assert desk.get(reverse("gaps-visits")).context["stops"] == []


def test_what_is_no_longer_to_be_mended_is_not_visited(street, client):
    item = street.items["湖畔面馆"]
    set_reach(street.liaison)
    advance(item.pk, "not_so", actor=street.liaison, now=NOW, text="已经有工会")
    answer = sign_in(client, street.clerk).post(
        reverse("gaps-visit", args=[item.pk]), {"planned_on": "2026-11-25", "visitors": "周文"}
    )
    assert (answer.status_code, "不用再上门" in answer.content.decode()) == (422, True)


def test_a_firm_that_has_grown_is_written_to_anew(street):
    street.open[1] = ("湖畔面馆", "湖边路9号", "30 人", rules.FOUND)
    set_reach(ROOT)
    street.night()
    assert Gap.objects.get(whom="湖畔面馆").letter == rules.FOUND


def test_a_gap_nobody_is_written_to_about_has_no_letter(street, client):
    set_reach(ROOT)
    Gap.objects.filter(pk=street.items["湖畔面馆"].pk).update(letter="")
    desk = sign_in(client, street.liaison)
    pk = street.items["湖畔面馆"].pk
    assert desk.get(reverse("gaps-letter", args=[pk, "docx"])).status_code == 404
    assert "告知和上门" not in desk.get(reverse("matter", args=[pk])).content.decode()
    assert desk.get(reverse("gaps-letter", args=[street.items["大湖机械厂"].pk, "exe"])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_street(street, client, django_assert_max_num_queries):
    street.open += [(f"{n} 号店", f"后街{n}号", "3 人", rules.JOIN) for n in range(30)]
    set_reach(ROOT)
    street.night()
    desk = sign_in(client, street.liaison)
    with django_assert_max_num_queries(60):
        stops = desk.get(reverse("gaps-visits")).context["stops"]
    assert len(stops) == 34
    set_reach(ROOT)
    assert WorkItem.objects.filter(process_key="gap").count() == 34


@given(st.integers(0, 60), st.integers(1, 8), st.integers(1, 10))
def test_every_visit_has_a_worked_day_and_no_day_too_many(count, a_day, after):
    dates = Calendar({date(2026, 11, 24): False, date(2026, 11, 28): True}, frozenset({2026, 2027}))
    days = [one.on for one in rules.visit_days(count, TODAY, after, a_day, dates)]
    assert len(days) == count
    assert days == sorted(days)
    assert all(dates.is_working(one) and one > TODAY for one in days)
    assert all(days.count(one) <= a_day for one in days)


def test_addresses_go_along_the_street():
    given = ["湖边路12号", "湖边路9号", "", "湖边路9号2幢", "东街"]
    assert sorted(given, key=lambda one: (not one, rules.by_place(one))) == [
        "东街", "湖边路9号", "湖边路9号2幢", "湖边路12号", "",
    ]  # fmt: skip


def test_how_much_of_the_address_is_written_makes_no_difference():
    given = [
        "射阳县合德镇兴阳路283号",
        "合德镇解放路 68 号",
        "江苏省盐城市射阳县合德镇解放路7号",
        "盘湾镇解放路1号",
    ]
    assert sorted(given, key=rules.by_place) == [
        "射阳县合德镇兴阳路283号", "江苏省盐城市射阳县合德镇解放路7号", "合德镇解放路 68 号", "盘湾镇解放路1号",
    ]  # fmt: skip


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_addresses_can_be_put_in_order(one, two):
    assert (rules.by_place(one) < rules.by_place(two)) in {True, False}
