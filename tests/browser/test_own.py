"""A member's own pages on a phone, in both sizes of type: signed in by a code, looked over, signed out."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from gonghui.kernel import clock
from gonghui.kernel.letters.box import take_in
from gonghui.kernel.letters.models import Letter
from gonghui.kernel.notices.sending import send_due
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.registers.members.actions import give_consents
from gonghui.registers.members.models import Membership, Person
from gonghui.registers.members.rules import notice
from gonghui.registers.unions.models import Union
from tests.browser.test_accessible import RUN, TAGS, axe
from tests.browser.test_joining import LIGHT, elsewhere
from tests.browser.visit import heading, weight
from tests.people import member, mobile, number
from tests.support import ROOT

FIRST = 8_700  # nobody else's people


@pytest.fixture(scope="module")
def phones(address):
    """The short messages of the county, as the stand-in got them."""
    before = settings.GATEWAYS
    with serving(Box()) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        yield server.box
    settings.GATEWAYS = before


def enrolled(n: int) -> str:
    unit = Membership.objects.filter(until=None).first().unit
    Union.objects.filter(pk=unit.pk).update(office_phone="0571-80000009")
    made = member(unit, n, name="李小会", workplace="湖边路 1 号")
    version, purposes = notice()
    given = [
        {"purpose": p.key, "version": version, "digest": p.digest, "channel": "hall"}
        for p in purposes.values()
    ]
    give_consents(actor=ROOT, unit=unit, id_index=bytes(made.id_index), given=given, at=clock.now())
    return str(made.pk)


def code_sent(box: Box) -> str:
    elsewhere(lambda: send_due(clock.now))
    found = [re.search(r'"code": "(\d{6})"', one.text) for one in box.of("sms")]
    return next(one[1] for one in reversed(found) if one)


def looked_over(page) -> list[str]:
    page.evaluate(axe())
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*page.evaluate(RUN, TAGS), *([f"{wide} px too wide"] if wide > 0 else [])]


def letters_taken_in() -> None:
    for one in Letter.objects.filter(taken_at=None):
        take_in(one.pk, actor=ROOT, now=clock.now())


@pytest.mark.parametrize("size", ["", "l"])
def test_a_member_sees_their_own_and_asks_for_a_correction(at, phones, address, size, tmp_path_factory):
    n = FIRST + len(size)
    elsewhere(lambda: enrolled(n))
    page = at("", "phone")
    if size:
        page.context.add_cookies([{"name": "size", "value": size, "url": address}])
    seen: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    folder = tmp_path_factory.mktemp(f"own{size}")

    def look() -> None:
        seen[heading(page)] = looked_over(page)
        weights[heading(page)] = weight(page)
        page.screenshot(path=folder / f"{len(seen):02d}.png", full_page=True)

    page.goto("/s/my/")
    look()
    page.get_by_label("手机号", exact=True).fill(mobile(n))
    page.get_by_label("证件号码后四位", exact=True).fill(number(n)[-4:])
    page.click("text=发验证码")
    look()
    page.get_by_label("验证码", exact=True).fill(code_sent(phones))
    page.click("main button.pri")
    assert heading(page) == "李小会，您好"
    look()
    for url in (
        "/s/my/card/",
        "/s/my/data/",
        "/s/my/consents/",
        "/s/my/looks/",
        "/s/my/said/",
        "/s/my/orders/",
        "/s/my/requests/",
    ):
        page.goto(url)
        look()
    page.goto("/s/my/requests/new/correct/")
    page.click("text=工作单位")
    page.get_by_label("改成什么", exact=True).fill("湖边路 2 号")
    look()
    page.get_by_label("具体要求和理由", exact=True).fill("搬了")
    page.click("text=交申请")
    elsewhere(letters_taken_in)
    page.reload()
    seen["我的申请，交了以后"] = looked_over(page)
    page.screenshot(path=folder / "requests.png", full_page=True)
    expect(page.locator("main")).to_contain_text("更正、补充：工作单位", use_inner_text=True)
    page.click("text=退出")
    page.go_back()
    page.reload()
    assert heading(page) == "登录，看我的信息"
    assert seen == {name: [] for name in seen}
    assert len(seen) == 12
    assert {name: bytes_ for name, bytes_ in weights.items() if bytes_ > LIGHT} == {}
    assert elsewhere(lambda: Person.objects.filter(name="李小会").count()) >= 1
