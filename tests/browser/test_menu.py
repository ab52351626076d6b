"""点服务 on a phone, in both sizes of type: looked at as a guest, ordered, cancelled and judged as a member."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gonghui.kernel import clock
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.models import Person
from gonghui.registers.services.actions import save
from gonghui.work.orders.models import Order
from tests.browser.test_joining import LIGHT, elsewhere
from tests.browser.test_own import code_sent, enrolled, letters_taken_in, looked_over, phones
from tests.browser.visit import heading, weight
from tests.people import mobile, number
from tests.support import ROOT

FIRST = 8_730  # nobody else's people
__all__ = ["phones"]


def offered(n: int) -> None:
    """Something of the member's own town with two places, and something that has been come to."""
    today = clock.today()
    person = Person.objects.filter(name="李小会").order_by("-pk").first()
    unit = Unit.objects.filter(
        kind="town", path__in=[person.path[:k] for k in range(len(person.path))]
    ).first()
    given = {
        "need": "health",
        "told": "空腹来\n当天出结果",
        "open_to": "members",
        "since": today,
        "places": 2,
        "phone": "0571-80000009",
    }
    save(
        actor=ROOT,
        today=today,
        row=None,
        unit=unit,
        title=f"体检{n}",
        until=today + timedelta(days=9),
        hours="周三上午",
        **given,
    )


def come_to() -> None:
    """The order is over, and they came."""
    found = Order.objects.order_by("-pk").first()
    Order.objects.filter(pk=found.pk).update(came=True, served_on=clock.today(), hours="下午 2 点")
    type(found.item).objects.filter(pk=found.pk).update(
        stage_key="served", outcome="cleared", closed_on=clock.today(), role=""
    )


@pytest.mark.parametrize("size", ["", "l"])
def test_a_member_orders_cancels_orders_again_and_judges(at, phones, address, size, tmp_path_factory):
    n = FIRST + len(size)
    elsewhere(lambda: enrolled(n))
    elsewhere(lambda: offered(n))
    page = at("", "phone")
    if size:
        page.context.add_cookies([{"name": "size", "value": size, "url": address}])
    seen: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    folder = tmp_path_factory.mktemp(f"menu{size}")

    def look(name: str = "") -> None:
        seen[name or heading(page)] = looked_over(page)
        weights[name or heading(page)] = weight(page)
        page.screenshot(path=folder / f"{len(seen):02d}.png", full_page=True)

    def taken_in() -> None:
        elsewhere(letters_taken_in)
        page.reload()

    page.goto("/s/")
    look()
    page.click("text=点服务")
    look("菜单，没有登录")
    page.click(f"text=体检{n}")
    look("服务，没有登录")
    page.click("text=登录后点这项服务")
    page.get_by_label("手机号", exact=True).fill(mobile(n))
    page.get_by_label("证件号码后四位", exact=True).fill(number(n)[-4:])
    page.click("text=发验证码")
    page.get_by_label("验证码", exact=True).fill(code_sent(phones))
    page.click("main button.pri")
    page.goto("/s/menu/")
    look()
    page.click(f"text=体检{n}")
    look("服务，已登录")
    page.get_by_label("希望什么时候（选填）", exact=True).fill("周三早上")
    page.click("main button.pri")
    expect(page.locator("main")).to_contain_text("收到了 1 件", use_inner_text=True)
    look("我点的服务，还没收进")
    taken_in()
    expect(page.locator("main")).to_contain_text("待安排", use_inner_text=True)
    look()
    page.click("text=取消")
    taken_in()
    expect(page.locator("main")).to_contain_text("已取消", use_inner_text=True)
    page.goto("/s/menu/")
    assert "剩 2 个" in page.locator("a", has_text=f"体检{n}").inner_text()
    page.click(f"text=体检{n}")
    page.click("main button.pri")
    taken_in()
    elsewhere(come_to)
    page.reload()
    page.click("text=评价一下")
    look()
    page.click("main button.pri")
    look("评价，没有选")
    page.get_by_label("很满意", exact=True).check()
    page.click("main button.pri")
    taken_in()
    expect(page.locator("main")).to_contain_text("您的评价：5 分", use_inner_text=True)
    assert seen == {name: [] for name in seen}
    assert len(seen) == 9
    assert {name: bytes_ for name, bytes_ in weights.items() if bytes_ > LIGHT} == {}
