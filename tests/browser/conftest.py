from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import chromium, county
from tests.browser.phone import Phone
from tests.browser.visit import SIZES, Watch, sign_in
from tests.support import database

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """They share one committed county, so they come after every test that expects an empty database."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        item.add_marker(database)
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def chrome():
    with sync_playwright() as playwright:
        path = chromium.program(playwright)
        if path is None:
            pytest.skip("没有找到 Chromium，浏览器测试没有做")
        browser = chromium.launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(django_db_setup, django_db_blocker):
    """The small county, loaded once, behind a running server."""
    with django_db_blocker.unblock(), county.serving() as url:
        yield url


@pytest.fixture(scope="package")
def signed_in(chrome, address):
    """Cookies of an account, from one walk through the sign-in form: ``signed_in("panwan")``."""
    known = {}

    def cookies(username: str):
        if username not in known:
            context = chrome.new_context(base_url=address)
            sign_in(page := context.new_page(), username)
            page.wait_for_url(lambda url: "login" not in url)
            known[username] = context.storage_state()
            context.close()
        return known[username]

    return cookies


@pytest.fixture
def watch(address):
    """Fails the test when any page of it asked a foreign host or complained in the console."""
    seen = Watch(address)
    yield seen
    assert seen.foreign == []
    assert seen.complaints == []


@pytest.fixture
def at(chrome, address, signed_in, watch):
    """A page of somebody signed in: ``at("panwan", "phone")``; nobody signed in: ``at()``."""
    contexts = []

    def opened(username: str = "", size: str = "desk", **options):
        given = {"storage_state": signed_in(username)} if username else {}
        context = chrome.new_context(
            base_url=address,
            viewport=SIZES[size],
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **given | options,
        )
        context.set_default_timeout(15_000)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def real_phone(chrome, address, watch, tmp_path):
    """``real_phone("liaison")``: another phone, installed and open, with what the platform gives it."""
    have = []

    def of(username: str = "") -> Phone:
        made = Phone(chrome, tmp_path / f"phone{len(have)}", address, watch)
        have.append(made)
        if username:
            made.install(username)
        return made

    yield of
    for one in have:
        one.close()


@pytest.fixture
def camera(tmp_path):
    """A picture as a phone's camera makes it: large, and it says where it was taken."""
    picture, exif = Image.effect_noise((2400, 1800), 60).convert("RGB"), Image.Exif()
    exif[0x010F] = "某牌手机"
    exif[0x8825] = {1: "N", 2: (33.0, 46.0, 0.0), 3: "E", 4: (120.0, 15.0, 0.0)}
    picture.save(tmp_path / "shop.jpg", "JPEG", exif=exif)
    return tmp_path / "shop.jpg"
