"""A town clerk finds one person among many, and looks at a number they may look at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visit import HOME, SIZES, heading, rows, sign_in


@pytest.mark.parametrize("size", SIZES)
def test_from_the_door_to_one_number(at, size):
    page = at(size=size)
    sign_in(page, "panwan")
    page.wait_for_url(HOME)
    assert re.match(r"今天要办 \d+ 件|今天的事办完了", heading(page))

    if size == "phone":
        page.click(".navbox summary")
    page.get_by_role("link", name="会员名册").and_(page.locator(":visible")).click()
    page.wait_for_url("**/r/members/")
    everybody = heading(page)
    assert re.fullmatch(r"会员名册 · [\d,]+ 人", everybody)

    if size == "phone":
        page.click("button:text('更多条件')")
    page.select_option("#f-sex", "1")
    page.wait_for_url("**sex=1*")
    page.fill("#f-q", "张")
    page.wait_for_function("() => location.search.includes('q=')")
    page.wait_for_function(
        "() => [...document.querySelectorAll('#rows td.first')].every(c => c.innerText.includes('张'))"
    )
    found = rows(page)
    assert found
    assert heading(page) != everybody
    expect(page.locator(".chip")).to_have_count(2)

    page.fill("#f-q", "zhang")
    page.wait_for_url("**q=zhang*")
    assert rows(page)[0] == found[0]

    listed = page.url
    page.locator("#rows td.first a").first.click()
    page.wait_for_url("**/members/*-*/")
    assert heading(page) == found[0]
    secret = page.locator(".secret").first
    assert re.fullmatch(r"\d{1,6}\*+\w{0,4}", secret.locator(".tnum").inner_text())
    secret.locator("summary").click()
    secret.locator("button").click()
    secret.locator("[role=alert]").wait_for()
    assert secret.locator("[role=alert]").inner_text() == "请写明为什么要看"
    secret.locator("input[name=reason]").fill("核对工伤材料")
    secret.locator("button").click()
    secret.locator("b.tnum").wait_for()
    assert re.fullmatch(r"\d{17}[\dX]", secret.locator("b.tnum").inner_text())

    page.go_back()
    page.wait_for_url(listed)
    assert rows(page)[0] == found[0]
