"""What a list can do: keys, export, large type, paper, and all of it without script."""

from __future__ import annotations

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.visit import heading, rows
from tests.browser.working import worker


def test_the_keyboard_walks_a_list(at):
    page = at("panwan")
    page.goto("/r/members/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "everywhere"
    page.keyboard.type("jk")
    assert page.input_value("#everywhere") == "jk"
    page.evaluate("document.activeElement.blur()")

    names = rows(page)
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.locator("tr.at td.first").inner_text() == names[expected]
    page.keyboard.press("x")
    assert page.locator("[data-count]").inner_text() == "1 人已选"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator("[data-count]").inner_text() == "3 人已选"
    page.keyboard.press("Escape")
    expect(page.locator("tr.sel")).to_have_count(0)

    page.keyboard.press("?")
    assert page.locator("dialog[open] h2").inner_text() == "键盘操作"
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/*-*/")
    assert heading(page) == names[2]


def test_letters_can_be_switched_off(at):
    page = at("panwan")
    page.goto("/r/unions/")
    page.keyboard.press("?")
    page.uncheck("[data-keys-switch]")
    page.click("dialog button")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("tr.at")).to_have_count(0)


def test_large_type_stays(at):
    page = at("panwan")
    page.goto("/")
    page.click("button:text('大字')")
    page.goto("/r/unions/")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    page.click("button:text('大字')")
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


def test_everything_narrowed_is_exported(at, tmp_path):
    page = at("panwan")
    page.goto("/r/unions/?kind=single")
    shown = int(re.search(r"(\d+) 家", heading(page))[1])
    page.click("[data-export]")
    page.click("main button.pri")
    page.wait_for_url("**/jobs/*/")
    with worker():
        link = page.locator("#progress a.pri")
        link.wait_for(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "导出.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "导出.xlsx").active
    assert shown == len([row for row in sheet.iter_rows(values_only=True) if row[1] == "独立基层工会"])


def test_without_script_the_conditions_and_the_pages_work(at):
    page = at("panwan", java_script_enabled=False)
    page.goto("/r/members/")
    first = rows(page)
    page.locator(".pages a[rel=next]").click()
    page.wait_for_url("**page=2*")
    assert rows(page)
    assert rows(page) != first
    page.select_option("#f-sex", "2")
    page.click(".filters button:text('筛选')")
    page.wait_for_url("**sex=2*")
    assert set(page.locator("#rows tbody td:nth-child(4)").all_inner_texts()) == {"女"}
    assert page.locator(".needs-script").locator("visible=true").count() == 0


@pytest.mark.parametrize("path", ["/r/members/", "/", "/settings/journal/"], ids=["list", "home", "journal"])
def test_on_paper_there_is_nothing_to_press(at, path):
    page = at("county")
    page.goto(path)
    expect(page.locator(".nav.side")).to_be_visible()
    page.emulate_media(media="print")
    for part in (".top", ".nav.side", ".foot", ".filters", ".acts", ".ck", ".pages", ".batch"):
        assert page.locator(part).locator("visible=true").count() == 0
    expect(page.locator("main h1")).to_be_visible()
    assert page.pdf()[:5] == b"%PDF-"
