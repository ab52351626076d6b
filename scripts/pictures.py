"""The pictures of the READMEs, taken from a running demonstration county.

    make run                                   # in another window
    .venv/bin/python scripts/pictures.py       # --address http://localhost:8001 when it says another port

Writes ``docs/pictures/*.png``, each at most 150 KB. What it uploads it gives up again.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from tests import rosters  # noqa: E402
from tests.browser.chromium import launch, program  # noqa: E402
from tests.browser.visit import DESK, HOME, PHONE, sign_in  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 150 * 1024
COLOURS = 128


def home(page: Any) -> None:
    upload(page)
    page.goto("/")


def members(page: Any) -> None:
    page.goto("/r/members/?q=张")
    for at in range(3):
        page.locator("input[name=ids]").nth(at).check()


def upload(page: Any) -> None:
    """A roster with twenty planted faults, as far as the check."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "会员名册.xlsx"
        rosters.write(path, planted=rosters.faults())
        page.goto("/r/members/import/")
        page.select_option("#id_unit", index=2)
        page.set_input_files("#id_file", path)
        page.click("main button.pri")
        page.wait_for_url("**/columns/")
    page.click("main button.pri")
    page.wait_for_url("**/check/")


def union(page: Any) -> None:
    page.goto("/r/unions/?kind=single")
    page.locator("#rows td.first a").first.click()
    page.wait_for_url("**/unions/*/")


def phone(page: Any) -> None:
    page.goto("/r/employers/?covered=no")


def parameters(page: Any) -> None:
    page.goto("/settings/parameters/")


def figures(page: Any) -> None:
    page.goto("/figures/")


def standards(page: Any) -> None:
    page.goto("/standards/")


PLAN: list[tuple[str, dict[str, int], str, Callable[[Any], None]]] = [
    ("home", DESK, "panwan", home),
    ("members", DESK, "panwan", members),
    ("import", DESK, "panwan", upload),
    ("union", DESK, "panwan", union),
    ("phone", PHONE, "panwan", phone),
    ("parameters", DESK, "county", parameters),
    ("figures", DESK, "leader", figures),
    ("standards", DESK, "county", standards),
]


def give_up(page: Any) -> None:
    """Leave nothing of ours waiting."""
    page.goto("/")
    while page.locator(".task a.btn:has-text('会员名册.xlsx')").count():
        page.locator(".task a.btn:has-text('会员名册.xlsx')").first.click()
        page.click("button:text('全部取消')")
        page.goto("/")


def keep(name: str, shot: bytes) -> None:
    """Few colours are enough for a page of text."""
    few = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = PICTURES / f"{name}.png"
    few.save(out, optimize=True)
    if out.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{out}: {out.stat().st_size:,} bytes, more than {MOST_BYTES:,}")
    print(f"{out.relative_to(ROOT)}  {out.stat().st_size // 1024} KB")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--address", default="http://localhost:8000")
    address = asked.parse_args().address
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = program(playwright)
        if path is None:
            raise SystemExit("没有找到 Chromium")
        browser = launch(playwright, path)
        for name, size, account, reach in PLAN:
            page = browser.new_page(base_url=address, viewport=size, locale="zh-CN")
            sign_in(page, account)
            page.wait_for_url(HOME)
            reach(page)
            page.wait_for_timeout(300)
            keep(name, page.screenshot())
            give_up(page)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
