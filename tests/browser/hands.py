"""What one person's hands do on a page: every press of the mouse and every key, as the browser itself feels them."""

from __future__ import annotations

from typing import Any

COUNT = """['pointerdown', 'keydown'].forEach(kind => addEventListener(kind, event => {
  if (event.isTrusted && !event.repeat) window.pressed(kind)
}, true))"""


class Hands:
    """Clicks and types on ``page``. ``made``: what was done by the hands, ``felt``: what the browser felt of it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.made, self.felt = 0, 0
        page.context.expose_binding("pressed", lambda source, kind: self._felt())
        page.context.add_init_script(COUNT)

    def _felt(self) -> None:
        self.felt += 1

    def click(self, what: Any) -> None:
        self.made += 1
        (self.page.locator(what) if isinstance(what, str) else what).click()

    def press(self, key: str) -> None:
        self.made += 1
        self.page.keyboard.press(key)

    def write(self, field: str, text: str) -> None:
        """One click into the field, one key for each character."""
        self.click(field)
        for letter in text:
            self.press(letter)
