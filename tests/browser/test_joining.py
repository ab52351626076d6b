"""A courier joins by a printed poster, on a phone; the town approves 23 drivers in one go and holds back two."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect

from demo.places import PANWAN
from gonghui.kernel import clock
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Membership
from gonghui.work.joining import rules, selectors
from gonghui.work.joining.actions import make_code, take_in
from gonghui.work.joining.models import Submission
from tests.browser.test_accessible import RUN, TAGS, axe
from tests.browser.visit import heading, weight
from tests.people import mobile, number
from tests.support import ROOT

FIRST = 8_200  # nobody else's people
LIGHT = 20 * 1_024
DRIVERS, HELD_BACK = 25, 2


@pytest.fixture(scope="module")
def poster(address):
    """The address on a poster of 盘湾镇."""
    with acting(ROOT):
        unit = Unit.objects.get(code=PANWAN)
        made = make_code(
            actor=ROOT, unit=unit, kind="station", label="盘湾镇农贸市场驿站", today=clock.today()
        )
        return reverse("scan", args=[selectors.token_of(made)])


def elsewhere(work: Callable[[], Any]) -> Any:
    """Done and committed, as another process would: a test's own transaction is seen by nobody."""

    def done() -> Any:
        try:
            with acting(ROOT):
                return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


def taken_in() -> None:
    """What the worker does a moment after something was handed in."""
    for one in Submission.objects.filter(taken_at=None):
        assert take_in(one.pk, actor=ROOT, now=clock.now())


class Hand:
    """Taps and typing, counted as the courier makes them; every page is looked over before it is left."""

    def __init__(self, page) -> None:
        self.page, self.taps, self.seen = page, 0, {}

    def tap(self, text: str, **where) -> None:
        self.look()
        self.taps += 1
        self.page.locator("main").get_by_text(text, exact=True).first.click(**where)

    def fill(self, label: str, text: str) -> None:
        self.taps += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def look(self) -> None:
        name = heading(self.page)
        if name not in self.seen:
            self.page.evaluate(axe())
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            self.seen[name] = [*self.page.evaluate(RUN, TAGS), *([f"{wide} px too wide"] if wide > 0 else [])]


def joined(page, poster: str, n: int, *, name: str = "王小骑", group: str = "快递员") -> Hand:
    page.goto(poster)
    hand = Hand(page)
    hand.tap("开始")
    hand.fill("姓名", name)
    hand.fill("证件号码", number(FIRST + n))
    hand.tap("继续")
    hand.fill("手机号", mobile(FIRST + n))
    hand.tap("继续")
    hand.fill("在哪里干活", "盘湾镇各平台")
    hand.tap(group)
    hand.tap("继续")
    hand.tap("我看过并同意个人信息处理规则")
    hand.tap("我单独同意处理我的证件号码")
    hand.tap("交申请")
    return hand


@pytest.mark.parametrize("size", ["", "l"])
def test_a_courier_joins_by_a_poster_and_shows_the_card_without_a_network(at, poster, address, size):
    page = at("", "phone")
    if size:
        page.context.add_cookies([{"name": "size", "value": size, "url": address}])
    hand = joined(page, poster, 1 + len(size))
    assert heading(page) == "我的入会申请"
    hand.look()
    assert hand.taps == 12  # 14 are allowed
    elsewhere(taken_in)
    desk = at("panwan")
    desk.goto(reverse("joining"))
    assert "自动核验" not in desk.locator("table.list tbody tr", has_text="王小骑").first.inner_text()
    only(desk, "王小骑")
    desk.click("text=批准选中的")
    expect(desk.locator("main")).to_contain_text("批准了 1 份", use_inner_text=True)
    page.reload()
    hand.look()
    assert heading(page) == "您已是工会会员"
    assert hand.seen == {name: [] for name in hand.seen}
    assert len(hand.seen) == 7
    page.click("text=存到这部手机")
    page.wait_for_selector("text=已存好")
    page.context.set_offline(True)
    page.reload()
    assert heading(page) == "您已是工会会员"
    expect(page.locator(".qr svg")).to_be_visible()
    page.context.set_offline(False)


def test_every_page_of_the_hall_is_light_and_works_without_a_script(chrome, address, poster):
    context = chrome.new_context(base_url=address, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    weights: dict[str, int] = {}

    def look() -> None:
        weights[heading(page)] = weight(page)

    def on(text: str) -> None:
        look()
        page.click(f"text={text}")

    page.goto("/s/")
    look()
    page.goto(poster)
    on("开始")
    for label, text in (("姓名", "无脚本"), ("证件号码", number(FIRST + 90))):
        page.get_by_label(label, exact=True).fill(text)
    on("继续")
    page.get_by_label("手机号", exact=True).fill(mobile(FIRST + 90))
    on("继续")
    page.get_by_label("在哪里干活", exact=True).fill("工地")
    on("继续")
    page.check("text=我看过并同意个人信息处理规则")
    page.check("text=我单独同意处理我的证件号码")
    on("交申请")
    assert heading(page) == "我的入会申请"
    for url in ("/s/privacy/", "/s/feedback/", "/s/find/"):
        look()
        page.goto(url)
    look()
    context.close()
    assert {name: bytes_ for name, bytes_ in weights.items() if bytes_ > LIGHT} == {}
    assert len(weights) == 10


def only(page, name: str) -> None:
    """Untick everybody else; the demonstration has applicants of its own."""
    page.evaluate(
        "name => document.querySelectorAll('table.list tbody tr').forEach(row => {"
        " if (!row.innerText.includes(name)) row.querySelector('input').checked = false; })",
        name,
    )


def drivers(code: str) -> None:
    found = selectors.scanned(code, clock.today())
    for n in range(DRIVERS):
        content = {
            "name": f"车友{n:02d}", "id_type": "1", "id_number": number(FIRST + 100 + n), "workplace": "县物流园",
            "mobile": mobile(FIRST + 100 + (n if n < DRIVERS - HELD_BACK else 0)), "groups": ["truck"],
            "is_migrant": True, "way": "behalf", "code": str(found.pk), "consents": [{"purpose": "rules"}],
        }  # fmt: skip
        one = Submission(kind="join", receipt=selectors.receipt_index(rules.draw(20)), at=clock.now())
        one.content = json.dumps(content)
        one.save(force_insert=True)
        assert take_in(one.pk, actor=ROOT, now=clock.now()), Submission.objects.get(pk=one.pk).fault


def members() -> int:
    return Membership.objects.filter(until=None, unit__code=PANWAN).count()


def test_twenty_three_drivers_in_one_go_and_two_held_back(at, poster):
    elsewhere(lambda: drivers(poster.strip("/").split("/")[-1]))
    before = elsewhere(members)
    page = at("panwan")
    page.goto(reverse("joining"))
    first = page.locator("table.list tbody tr").nth(0)
    assert "同一个手机号还有" in first.inner_text()
    mine = page.locator("table.list tbody tr", has_text="车友")
    assert mine.filter(has_not=page.locator("input:checked")).count() == HELD_BACK
    only(page, "车友")
    page.click("text=批准选中的")
    expect(page.locator("main")).to_contain_text(f"批准了 {DRIVERS - HELD_BACK} 份", use_inner_text=True)
    assert page.locator("table.list tbody tr", has_text="车友").count() == HELD_BACK
    assert elsewhere(members) - before == DRIVERS - HELD_BACK
