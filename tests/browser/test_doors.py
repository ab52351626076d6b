"""Signing in: wrong passwords, a second step, a passkey, and the choice between two posts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from demo.accounts import PASSWORD
from tests.browser.visit import HOME, heading, sign_in

STEP = 30  # seconds one code of an authenticator lasts (RFC 6238)


def code(secret: str, moment: float) -> str:
    """The six digits an authenticator shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(moment) // STEP), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_code_is_the_one_of_the_standard():
    assert code(base64.b32encode(b"12345678901234567890").decode(), 59) == "287082"


def test_a_wrong_password_says_so_and_five_bad_tries_close_the_door(at):
    page = at()
    for _ in range(5):
        sign_in(page, "adviser", "not the password")
        page.locator("#errors").wait_for()
        assert "不正确" in page.locator("#errors li").inner_text()
    sign_in(page, "adviser")
    page.locator("#errors").wait_for()
    assert page.locator("#errors li").inner_text() == "登录失败次数过多，请稍后重试。"


def test_a_storm_of_tries_meets_a_page_that_says_wait(at, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    page = at()
    sign_in(page, "nobody-here")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        sign_in(page, "nobody-here")
    assert answered.value.status == 429
    assert heading(page) == "试得太频繁，先停一停"


def test_a_page_of_others_and_a_page_that_is_not(at):
    page = at("liaison")
    assert page.goto("/r/members/").status == 403
    assert heading(page) == "这里您现在不能看"
    assert page.goto("/there/is/no/such/page/").status == 404
    assert heading(page) == "没有这个页面"


def test_two_posts_are_chosen_between(at):
    page = at()
    sign_in(page, "leader")
    page.wait_for_url("**/post/**")
    assert set(page.locator(".posts b").all_inner_texts()) == {"合德镇总工会", "射阳县总工会"}
    page.click(".posts button:has-text('合德镇总工会')")
    page.wait_for_url(HOME)
    assert page.locator(".org").inner_text() == "合德镇总工会 · 经费审查委员"
    page.click("a:text('切换身份')")
    page.click(".posts button:has-text('射阳县总工会')")
    page.wait_for_url(HOME)
    assert page.locator(".org").inner_text() == "射阳县总工会 · 县总工会领导"


def confirm(page) -> None:
    """The question that stands before every change of an account's security."""
    if "reauthenticate" in page.url:
        page.fill("[type=password]", PASSWORD)
        page.click("main button.pri")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def test_an_authenticator_becomes_the_second_step(at, settings):
    settings.MFA_TOTP_TOLERANCE = 1  # the next code may come early: nobody waits half a minute
    page = at("auditor")
    page.goto("/accounts/2fa/totp/activate/")
    confirm(page)
    page.fill("#id_code", "000000")
    page.click("main button.pri")
    assert page.locator("#errors li").inner_text() == "验证码不对，请填验证器现在显示的 6 位数字"
    secret = page.input_value("#authenticator_secret")
    used = code(secret, time.time())
    page.fill("#id_code", used)
    page.click("main button.pri")
    page.wait_for_url("**/recovery-codes/**")
    assert heading(page) == "备用码还剩 10 个"

    later = at()
    sign_in(later, "auditor")
    later.wait_for_url("**/2fa/authenticate/")
    fresh = next(shown for ahead in (0, STEP) if (shown := code(secret, time.time() + ahead)) != used)
    later.fill("#id_code", fresh)
    later.click("main button.pri")
    later.wait_for_url(HOME)
    assert heading(later).startswith("今天")


def authenticator(page):
    """A security key that knows its owner, played by the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip


def test_a_passkey_opens_the_door_without_a_password(at):
    page = at("chair")
    authenticator(page)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    page.fill("#id_name", "办公室电脑")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/accounts/2fa/webauthn/")
    assert page.locator(".lines b").all_inner_texts() == ["办公室电脑"]

    page.goto("/accounts/logout/")
    page.click("main button.pri")
    page.wait_for_url("**/login/")
    page.click("#passkey_login")
    page.wait_for_url(HOME)
    assert heading(page).startswith("今天")
