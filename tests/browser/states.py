"""Pages that have no address of their own: one gets there by doing something."""

from __future__ import annotations

import itertools
from pathlib import Path

from tests import rosters
from tests.browser import matters
from tests.browser.visit import sign_in
from tests.browser.working import worker
from tests.people import mobile, number
from tests.rosters import Fault

FIRST = 5_000  # these people must be nobody else's: other tests count theirs
NUMBERS = itertools.count(FIRST + 900)
KEPT: dict[str, str] = {}  # a page that was worked for once is only visited in the other modes


def again(page, name: str) -> bool:
    if name in KEPT:
        page.goto(KEPT[name])
    return name in KEPT


def columns(page, folder: Path, count: int = 40) -> None:
    own = [
        Fault(n, cell, text)
        for n in range(count)
        for cell, text in ((2, number(FIRST + n)), (3, mobile(FIRST + n)))
    ]
    rosters.write(folder / "名册.xlsx", count=count, planted=[*own, Fault(3, 1, ""), Fault(7, 3, "1380013")])
    page.goto("/r/members/import/")
    page.select_option("#id_unit", index=1)
    page.set_input_files("#id_file", folder / "名册.xlsx")
    page.click("main button.pri")
    page.wait_for_url("**/columns/")


def pressed(page, address: str) -> str:
    page.click("main button.pri")
    page.wait_for_url(address)
    return page.url


def import_columns(page, folder: Path) -> None:
    if not again(page, "columns"):
        columns(page, folder)
        KEPT["columns"] = page.url


def import_check(page, folder: Path) -> None:
    if not again(page, "check"):
        columns(page, folder)
        KEPT["check"] = pressed(page, "**/check/")
    page.click("summary:text('逐行看')")


def import_done(page, folder: Path) -> None:
    if not again(page, "done"):
        columns(page, folder)
        pressed(page, "**/check/")
        KEPT["done"] = pressed(page, "**/done/")


def job_waiting(page, folder: Path) -> None:
    if not again(page, "waiting"):
        columns(page, folder, count=600)
        KEPT["waiting"] = pressed(page, "**/jobs/*/")


def job_done(page, folder: Path) -> None:
    if again(page, "job"):
        return
    columns(page, folder, count=600)
    KEPT["job"] = pressed(page, "**/jobs/*/")
    with worker():
        page.locator("#progress .banner").wait_for(timeout=60_000)


def form_refused(page, folder: Path) -> None:
    page.goto("/r/members/new/")
    page.click(".formfoot button.pri")
    page.locator("#errors").wait_for()


def secret(page, folder: Path) -> None:
    page.goto("/r/members/")
    page.locator("#rows td.first a").first.click()
    page.wait_for_url("**/members/*-*/")
    page.locator(".secret summary").first.click()
    page.locator(".secret button").first.click()
    page.locator(".secret [role=alert]").wait_for()


def keys_open(page, folder: Path) -> None:
    page.goto("/r/unions/")
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def batch_open(page, folder: Path) -> None:
    page.goto("/r/unions/")
    page.locator("input[name=ids]").first.check()


def sign_in_page(page, folder: Path) -> None:
    page.goto("/accounts/login/")


def sign_in_refused(page, folder: Path) -> None:
    sign_in(page, "nobody-here", "not the password")
    page.locator("#errors").wait_for()


def code_asked(page, folder: Path) -> None:
    page.goto("/sign-in/code/")
    page.fill("#id_mobile", mobile(next(NUMBERS)))  # a number is sent one code a minute
    page.click("main button.pri")
    page.wait_for_url("**/check/")


def code_refused(page, folder: Path) -> None:
    page.goto("/sign-in/code/")
    page.fill("#id_mobile", "123")
    page.click("main button.pri")
    page.locator("#errors").wait_for()


def verify(page, folder: Path) -> None:
    page.goto("/verify/")


def verify_found(page, folder: Path) -> None:
    page.goto(matters.KNOWN["verify-found"])
    page.locator("#sha256").wait_for()


def verify_nothing(page, folder: Path) -> None:
    page.goto("/verify/")
    page.fill("#code", "2345-6789-ABCD")
    page.click("main button.pri")
    page.locator(".banner").wait_for()


def move_refused(page, folder: Path) -> None:
    page.goto(matters.KNOWN["do-complete"])
    page.click(".formfoot button.pri")
    page.locator("#errors").wait_for()


def own_move_refused(page, folder: Path) -> None:
    page.goto(matters.KNOWN["own-refer"])
    page.click(".formfoot button.pri")
    page.locator("#errors").wait_for()


INSIDE = [
    import_columns,
    import_check,
    import_done,
    job_waiting,
    job_done,
    form_refused,
    secret,
    keys_open,
    batch_open,
    move_refused,
    own_move_refused,
]
OUTSIDE = [sign_in_page, sign_in_refused, code_asked, code_refused, verify, verify_found, verify_nothing]
