"""The access token that the two WeChat families ask for: fetched once, kept while it lasts, asked for anew."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from gonghui.kernel.notices.gateways.base import Unavailable

EARLY = 300.0  # seconds before its end at which a token is replaced
INVALID = {40001, 40014, 42001}  # not ours, not one, or over
NO_TOKEN = "{}不给通行凭证（errcode {}），请核对企业或应用的编号和密钥"


class Token:
    """One token of one process. ``fetch`` gives the answer with ``access_token`` and ``expires_in``."""

    def __init__(self, label: str, fetch: Callable[[], dict[str, Any]]) -> None:
        self.label, self.fetch = label, fetch
        self.lock = threading.Lock()
        self.text, self.until = "", 0.0

    def get(self) -> str:
        with self.lock:
            if time.monotonic() >= self.until:
                self._renew()
            return self.text

    def drop(self, text: str) -> None:
        """The server no longer knows ``text``; another thread may have a newer one already."""
        with self.lock:
            if self.text == text:
                self.until = 0.0

    def _renew(self) -> None:
        answer = self.fetch()
        if answer.get("errcode", 0) or not answer.get("access_token"):
            raise Unavailable(NO_TOKEN.format(self.label, answer.get("errcode", "无")))
        self.text = str(answer["access_token"])
        self.until = time.monotonic() + max(float(answer.get("expires_in", 0)) - EARLY, 1.0)

    def use(self, call: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        """The answer of ``call`` with a token; once more with a new one when the server did not know the first."""
        answer = call(text := self.get())
        if answer.get("errcode", 0) in INVALID:
            self.drop(text)
            answer = call(self.get())
        return answer
