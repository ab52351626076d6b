"""A restaurant of 31 people founds its union: adviser, town and county, each at their own screen."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from demo.places import LINES, PANWAN
from gonghui.kernel import clock
from gonghui.kernel.identifiers import credit_code
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.actions import enter
from gonghui.registers.unions.models import Union
from gonghui.work.founding.models import Founding
from tests import rosters
from tests.browser.hands import Hands
from tests.browser.test_accessible import faults
from tests.browser.visit import DESK, PHONE, heading
from tests.people import mobile, number
from tests.rosters import Fault
from tests.support import ROOT

NAME = "湖畔餐饮有限公司"
CODE = credit_code.make("91", "999001", "MA000777")
PEOPLE, FIRST = 31, 8_000  # these people must be nobody else's: other tests count theirs
MOST_OF_THE_COUNTY = 12  # clicks and keys from the list of things to do to the signed reply
GROUP = "张一 男 厨师长 组长\n王二 女 会计\n李三 男 服务员"
CANDIDATES = "张一 男 主席\n王二 女 副主席\n李三 男 委员\n赵四 男 委员\n孙五 女 经审主任\n周六 女 女工主任"
VOTES = "张一 主席 28\n王二 副主席 27\n李三 委员 20\n赵四 委员 9\n孙五 经审主任 26\n周六 女工主任 25"
SHOTS = os.environ.get("GONGHUI_SHOTS", "")


class Days:
    """The day it is for the server: the walk takes thirteen days and ends today."""

    def __init__(self, monkeypatch) -> None:
        self.today, self.now = clock.today(), clock.now()
        monkeypatch.setattr(clock, "today", lambda: self.today)
        monkeypatch.setattr(clock, "now", lambda: self.now)
        self.last, self.end = self.today, self.now

    def ago(self, days: int) -> date:
        self.today = self.last - timedelta(days=days)
        nine = timezone.make_aware(datetime.combine(self.today, time(9)))
        self.now = nine if days else self.end
        return self.today


@pytest.fixture
def days(monkeypatch, address):
    return Days(monkeypatch)


@pytest.fixture(scope="module")
def restaurant(address, django_db_blocker):
    """In the ledger of 盘湾镇 and in the adviser's line, without a union; committed, for the server to see."""
    with django_db_blocker.unblock(), acting(ROOT):
        cache.clear()  # somebody has tried the adviser's password too often
        town, line = (Unit.objects.get(code=code) for code in (PANWAN, LINES["社会组织"]))
        return enter(actor=ROOT, unit=town, line=line, name=NAME, workers=30, address="盘湾镇湖边路 1 号")


def look(page, name: str) -> None:
    """The page on a phone too: nothing sticks out to the right, and axe finds nothing."""
    for size, mode in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size(size)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{mode}.png", full_page=True)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), name
        assert faults(page) == [], name


def fill(page, /, **answers: object) -> None:
    for field, value in answers.items():
        box = page.locator(f"#id_{field.replace('__', '-')}")
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(str(value))
        else:
            box.fill(str(value))


def open_matter(page) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"{NAME}建会", exact=True).first.click()
    page.wait_for_url("**/work/*/")


def make(page, move: str, shot: str, /, **answers: object) -> None:
    """Open a move's form, look at it, fill it in, send it."""
    page.click(f".lines a:text-is('{move}')")
    page.wait_for_url("**/do/*/")
    look(page, f"{shot}-form")
    fill(page, **answers)
    send(page)
    look(page, shot)


def send(page) -> None:
    with page.expect_navigation():
        page.click("main button.pri")
    assert "/do/" not in page.url, page.locator("#errors").inner_text()


def roster(folder: Path) -> Path:
    own = [
        Fault(n, cell, text)
        for n in range(PEOPLE)
        for cell, text in ((2, number(FIRST + n)), (3, mobile(FIRST + n)))
    ]
    path = folder / "花名册.xlsx"
    rosters.write(path, count=PEOPLE, planted=own)
    return path


def begun_by_the_adviser(page, days: Days) -> None:
    days.ago(13)
    page.goto(f"/r/employers/?q={NAME}")
    page.locator("#rows td.first a").first.click()
    page.click(".acts a:text-is('发起建会')")
    look(page, "begin")
    page.click("main button.pri")
    page.wait_for_url("**/work/*/")
    look(page, "survey")
    make(
        page, "摸底完成", "surveyed", credit_code=CODE, workers=PEOPLE, women=14, migrant_workers=9,
        contact="张一", mobile="13900000001", willing="yes",
    )  # fmt: skip


def brought_on_by_the_town(page, days: Days, folder: Path) -> None:
    day = days.ago(12)
    open_matter(page)
    look(page, "papers")
    make(
        page, "资料齐全", "completed", form="single", name=f"{NAME}工会委员会", request_on=day, group=GROUP,
        request__note="原件在镇工会",
    )  # fmt: skip
    page.click(".lines a:text-is('提名并公示')")
    fill(page, seats=3, candidates=CANDIDATES, notice_on=day)
    page.set_input_files("#id_roster-file", roster(folder))
    send(page)
    look(page, "publicity")
    day = days.ago(5)
    open_matter(page)
    page.click("button:text-is('公示期满，没有异议')")
    page.locator(".said").wait_for()
    look(page, "shown")
    make(
        page, "报选举结果", "elected", held_on=day, should_attend=31, attended=29, issued=29, returned=29,
        votes=VOTES, term_years="5", report__note="原件在镇工会",
    )  # fmt: skip


def decided_by_the_county(page) -> Hands:
    """As somebody does it who has never seen the program: what is to be done, the matter, the decision."""
    hands = Hands(page)
    page.goto("/")
    look(page, "todo")
    hands.click(page.get_by_role("link", name=f"{NAME}建会", exact=True).first)
    page.wait_for_url("**/work/*/")
    assert page.locator("#reply").inner_text() == "批复全文（签发以前可以看）"
    look(page, "decide")
    hands.click(".lines a:text-is('同意并签发批复')")
    page.wait_for_url("**/do/approve/")
    assert f"{NAME}工会委员会" in page.locator("section[aria-labelledby=reply]").inner_text()
    look(page, "sign")
    hands.click("main button.pri")
    page.wait_for_url("**/work/*/")
    return hands


@pytest.mark.timeout(300)
def test_a_union_is_founded(at, days, restaurant, tmp_path):
    adviser, town, county = (at(name) for name in ("adviser", "panwan", "county"))
    begun_by_the_adviser(adviser, days)
    brought_on_by_the_town(town, days, tmp_path)
    days.ago(0)
    hands = decided_by_the_county(county)
    assert (hands.made, hands.felt) == (3, 3)
    assert hands.made <= MOST_OF_THE_COUNTY
    assert "已同意并签发批复" in county.locator(".said").first.inner_text()
    look(county, "approved")
    open_matter(town)
    look(town, "unveil")
    make(town, "揭牌成立", "founded", unveiled_on=days.today, plaque__note="在饭店门口")
    with acting(ROOT):
        record = Founding.objects.get(employer_id=restaurant.pk)
        union = Union.objects.get(pk=record.union_id)
        assert (union.name, union.approval_number) == (f"{NAME}工会委员会", record.approval_number)
    town.click("a:text('打开工会档案')")
    assert heading(town) == f"{NAME}工会委员会"
    assert "31" in town.locator(".figures").inner_text()
