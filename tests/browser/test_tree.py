"""The county moves and merges unions on the pages: read first, then confirm, then see them where they belong."""

from __future__ import annotations

import pytest

from tests.browser.test_accessible import faults
from tests.browser.visit import SIZES, heading

FROM, TO, LARGE = "盘湾镇总工会", "临海镇总工会", "合德镇总工会"


def first_of(page, town: str) -> str:
    """Open the first base union of a town by way of the tree; returns its name."""
    page.goto(f"/settings/units/?q={town}")
    page.click(f"td.first a:text-is('{town}')")
    page.wait_for_url("**at=*")
    page.locator("td.first a[href$='/']").first.click()  # one that has nothing below itself
    page.wait_for_url("**/settings/units/*/")
    return heading(page)


@pytest.mark.parametrize(("size", "of", "to"), [("desk", FROM, TO), ("phone", TO, FROM)])
def test_a_union_goes_to_another_town(at, size, of, to):
    page = at("county", size)
    name = first_of(page, of)
    page.click(".acts a:text-is('移动')")
    page.fill("#id_target", "没有这个镇")
    page.click("main button.pri")
    page.locator("#errors").wait_for()
    assert "您管的范围里没有叫“没有这个镇”的单位" in page.locator("#errors").inner_text()
    page.fill("#id_target", to)
    page.click("main button.pri")
    page.locator("button[name=sure]").wait_for()
    assert f"{name}从{of}划到{to}下面" in page.locator("main").inner_text()
    assert faults(page) == []
    page.click("button[name=sure]")
    page.wait_for_url("**/settings/units/*/")
    assert f"管辖：{to}" in page.locator("main").inner_text()
    page.goto(f"/r/unions/?q={name}")
    assert name in page.locator("#rows").inner_text()


@pytest.mark.parametrize("size", SIZES)
def test_a_merger_wants_the_name(at, size):
    page = at("county", size)
    name = first_of(page, LARGE)
    page.click(".acts a:text-is('合并')")
    other = page.locator("#offered option").first.get_attribute("value")
    page.fill("#id_target", other)
    page.click("main button.pri")
    page.click("button[name=sure]")
    page.locator("#errors").wait_for()
    assert faults(page) == []
    page.fill("#id_typed", name)
    page.click("button[name=sure]")
    page.wait_for_url("**/settings/units/*/")
    assert f"撤销，并入{other}" in page.locator("main").inner_text()
