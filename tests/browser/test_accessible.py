"""Every page in three modes, looked over by axe: WCAG 2.2 A and AA, no violations."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser import pages, states
from tests.browser.visit import DESK, PHONE

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RUN = """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then(found =>
  found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`)))"""
MODES = {"desk": (DESK, ""), "large": (DESK, "l"), "phone": (PHONE, "")}


@cache
def axe() -> str:
    return AXE.read_text()


@pytest.fixture(scope="package")
def modes(chrome, address, signed_in):
    """One page per mode and account, used by all tests here: ``modes("county")`` -> {"desk": page, …}."""
    opened = {}

    def of(username: str):
        for name, (size, type_size) in MODES.items():
            if (username, name) not in opened:
                kept = signed_in(username) if username else None
                context = chrome.new_context(
                    base_url=address, viewport=size, storage_state=kept, locale="zh-CN"
                )
                context.set_default_timeout(15_000)
                if type_size:
                    context.add_cookies([{"name": "size", "value": type_size, "url": address}])
                opened[username, name] = context.new_page()
        return {mode: page for (who, mode), page in opened.items() if who == username}

    yield of
    for page in opened.values():
        page.context.close()


def faults(page) -> list[str]:
    """What axe says, and whether anything sticks out to the right."""
    page.evaluate(axe())
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*page.evaluate(RUN, TAGS), *([f"{wide} px too wide"] if wide > 0 else [])]


@pytest.fixture(scope="package")
def rows(address):
    return pages.found()


@pytest.mark.parametrize("name", [*pages.INSIDE, *pages.ROWS])
def test_page(modes, rows, name):
    username = pages.SHOWN_TO.get(name, "county")
    found = {}
    for mode, page in modes(username).items():
        address = (pages.INSIDE | rows)[name]
        answer = page.goto(address)
        assert unquote(page.url).endswith(address), "it is another page"
        assert answer.status == (int(name) if name in pages.WRONG else 200)
        found[mode] = faults(page)
    assert found == {mode: [] for mode in MODES}


@pytest.mark.parametrize("reach", [*states.INSIDE, *states.OUTSIDE], ids=lambda reach: reach.__name__)
def test_state(modes, tmp_path, reach):
    found = {}
    for mode, page in modes("panwan" if reach in states.INSIDE else "").items():
        reach(page, tmp_path)
        found[mode] = faults(page)
    assert found == {mode: [] for mode in MODES}
