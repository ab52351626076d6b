"""核数 by keyboard: a draft is typed, a marked number leads to what is wrong with it, and from there back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_own import looked_over
from tests.browser.visit import heading

DRAFT = "独立建会500家，联合建会20家。年底480家工会达标，剩余38家整改。"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_marked_number_leads_to_its_flag_and_back(at, size):
    page = at("county", size)
    page.goto("/checker/")
    page.get_by_label("粘贴稿子").fill(DRAFT)
    page.get_by_role("button", name="核对").press("Enter")
    expect(page.locator("main h1")).to_have_text("有 3 处要核对")
    assert looked_over(page) == []
    first = page.locator("a.num.bad").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#flag1")).to_be_in_viewport()
    page.locator('a[href="#at1"]').click()
    expect(first).to_be_in_viewport()
    page.get_by_label("粘贴稿子").fill("")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("alert")).to_contain_text("请粘贴稿子")
    assert (heading(page), looked_over(page)) == ("核数", [])
