"""投诉建议 on a guest's phone, in both sizes of type: written, kept under a receipt, found again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gonghui.kernel import clock
from gonghui.kernel.letters.box import take_in
from gonghui.kernel.letters.models import Letter
from tests.browser.test_joining import LIGHT, elsewhere
from tests.browser.test_own import looked_over
from tests.browser.visit import heading, weight
from tests.support import ROOT


def letters_taken_in() -> None:
    for one in Letter.objects.filter(taken_at=None):
        take_in(one.pk, actor=ROOT, now=clock.now())


@pytest.mark.parametrize("size", ["", "l"])
def test_a_guest_writes_it_down_and_finds_it_again(at, address, size, tmp_path_factory):
    page = at("", "phone")
    if size:
        page.context.add_cookies([{"name": "size", "value": size, "url": address}])
    seen: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    folder = tmp_path_factory.mktemp(f"said{size}")

    def look(name: str) -> None:
        seen[name] = looked_over(page)
        weights[name] = weight(page)
        page.screenshot(path=folder / f"{len(seen):02d}.png", full_page=True)

    page.goto("/s/")
    page.click("text=投诉建议")
    look("空的")
    page.get_by_label("什么事", exact=True).fill("欠了三个月工资")
    page.click("main button.pri")
    look("少填了")
    expect(page.get_by_label("什么事", exact=True)).to_have_value("欠了三个月工资")
    page.get_by_label("交给哪里的工会", exact=True).select_option(index=2)
    page.get_by_label("欠薪、少发工资", exact=True).check()
    page.click("main button.pri")
    assert heading(page) == "我反映的事"
    look("收到了")
    elsewhere(letters_taken_in)
    page.reload()
    look("分到了")
    receipt = page.locator("dd.num").inner_text().split()[0]
    page.goto("/s/find/")
    page.get_by_label("受理凭证", exact=True).fill(receipt.lower())
    page.click("main button.pri")
    expect(page.locator("main")).to_contain_text("前有答复", use_inner_text=True)
    assert seen == {name: [] for name in seen}
    assert {name: bytes_ for name, bytes_ in weights.items() if bytes_ > LIGHT} == {}
