"""A person at a screen: signs in through the real form, and everything they cause is written down."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from demo.accounts import PASSWORD

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
HOME = re.compile(r"//[^/]+/$")
SIZES = {"desk": DESK, "phone": PHONE}


@dataclass
class Watch:
    """What a context asked for, and what its pages complained about."""

    here: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: Any) -> None:
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.here:
            self.foreign.append(request.url)

    def console(self, message: Any) -> None:
        """Chromium reports every answer of 400 and above as an error; those are expected where asserted."""
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)


def sign_in(page: Any, username: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.click("main button.pri")


def heading(page: Any) -> str:
    return page.locator("main h1").first.inner_text()


def rows(page: Any) -> list[str]:
    """The names a list shows."""
    return page.locator("#rows td.first").all_inner_texts()


def weight(page: Any) -> int:
    """Bytes of the page on the screen with its parts, compressed as a server would.

    Measured after the fact: a body asked for while the browser is leaving the page may be gone.
    """
    links = page.locator("head link[href]").all() + page.locator("script[src], main img[src]").all()
    parts = {one.get_attribute("href") or one.get_attribute("src") for one in links}
    bodies = [page.context.request.get(part).body() for part in parts if not part.startswith("data:")]
    return sum(len(gzip.compress(body, 6)) for body in (page.content().encode(), *bodies))
