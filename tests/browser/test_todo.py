"""The list of things to do: walked with letters, made with one click, several at once, taken back, put off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gonghui.kernel import clock
from tests.browser import matters
from tests.browser.test_accessible import faults
from tests.browser.visit import HOME, heading

ROW = "li[data-row]"


@pytest.fixture
def todo(at):
    page = at("panwan")
    page.goto("/")
    return page


def titles(page) -> list[str]:
    return page.locator(f"{ROW} .t a").all_inner_texts()


def current(page) -> str:
    return page.locator(f"{ROW}.at .t a").inner_text()


def row_of(page, name: str):
    return page.locator(ROW).filter(has=page.locator(f'.t a[href="{matters.KNOWN[name]}"]'))


def walk_to(page, title: str) -> None:
    for _ in titles(page):
        page.keyboard.press("j")
        if current(page) == title:
            return
    raise AssertionError(title)


def test_letters_walk_and_open(todo):
    known = titles(todo)
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        todo.keyboard.press(key)
        assert current(todo) == known[expected]
    todo.keyboard.press("j")
    todo.keyboard.press("Enter")
    todo.wait_for_url("**/work/*/")
    assert heading(todo) == known[1]


def test_e_makes_the_move_and_it_can_be_taken_back(todo):
    row = row_of(todo, "quick1")
    title = row.locator(".t a").inner_text()
    assert "候选人公示" in row.inner_text()
    walk_to(todo, title)
    todo.keyboard.press("e")
    todo.locator(".said").wait_for()
    assert HOME.search(todo.url)
    assert todo.locator(".said p").inner_text() == f"{title}：已公示期满，没有异议"
    assert "选举大会" in row_of(todo, "quick1").inner_text()
    assert faults(todo) == []
    todo.click(".said button:text-is('撤销')")
    todo.wait_for_url("**/work/*/")
    assert todo.locator(".said p").inner_text() == f"{title}：已撤销，回到“候选人公示”"
    todo.goto("/")
    assert "候选人公示" in row_of(todo, "quick1").inner_text()


def test_two_at_once_and_one_of_them_taken_back(todo):
    for name in ("quick2", "quick3"):
        row_of(todo, name).locator("input[name=ids]").check()
    todo.click("#batch button")
    todo.locator(".said").wait_for()
    assert todo.locator(".said p").all_inner_texts() == ["办了 2 件"]
    stages = [row_of(todo, name).locator(".d").inner_text().split(" · ")[1] for name in ("quick2", "quick3")]
    assert stages == ["选举大会", "选举大会"]
    row_of(todo, "quick2").locator(".t a").click()
    todo.click("button:text-is('撤销上一步')")
    todo.locator(".said").wait_for()
    todo.goto("/")
    stages = [row_of(todo, name).locator(".d").inner_text().split(" · ")[1] for name in ("quick2", "quick3")]
    assert stages == ["候选人公示", "选举大会"]


def test_s_puts_off_until_a_day(todo):
    row = todo.locator(ROW).filter(has=todo.locator("[data-later]")).last
    title = row.locator(".t a").inner_text()
    walk_to(todo, title)
    todo.keyboard.press("s")
    todo.wait_for_url("**/own/later/")
    assert todo.locator("h1").inner_text() == "稍后办"
    assert "例如 2026-03-05" in todo.locator("form#form").inner_text()
    until = clock.today() + timedelta(days=1)
    todo.fill("#id_until", until.isoformat())
    todo.click("main button.pri")
    todo.wait_for_url("**/work/*/")
    todo.goto("/")
    assert title not in titles(todo)
    todo.click(".acts a:has-text('稍后办')")
    put_off = todo.locator(ROW).filter(has_text=title)
    assert put_off.locator(".due").inner_text() == f"{until:%m-%d} 再办"


def test_what_is_late_cannot_be_put_off(todo):
    late = todo.locator(ROW).filter(has=todo.locator(".due.late"))
    assert late.count() > 0
    expect(late.locator("[data-later]")).to_have_count(0)
