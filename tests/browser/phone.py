"""A liaison's phone: a browser with a folder of its own, which can lose the network, be closed and be killed."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from demo.accounts import PASSWORD
from tests.browser.chromium import FLAGS, program
from tests.browser.visit import PHONE, Watch

PIN = "730284"
SHOTS = os.environ.get("GONGHUI_SHOTS", "")


class Phone:
    """What a hand does with it. ``folder``: where the browser keeps what a killed one leaves behind."""

    def __init__(self, browser: Any, folder: Path, address: str, watch: Watch) -> None:
        self.kind, self.folder, self.address, self.watch = browser.browser_type, folder, address, watch
        self.offline = False
        self.start()

    def start(self) -> None:
        self.context = self.kind.launch_persistent_context(
            str(self.folder), executable_path=program(SimpleNamespace(chromium=self.kind)), args=FLAGS, base_url=self.address,
            viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai",
        )  # fmt: skip
        self.context.set_default_timeout(20_000)
        self.context.on("request", self.watch.request)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.watch.complaints.append(str(error.error)))
        self.context.set_offline(self.offline)
        self.page = self.context.pages[0]

    def _console(self, message: Any) -> None:
        """Without network every question fails, and the browser says so."""
        if "net::ERR_" not in message.text:
            self.watch.console(message)

    def network(self, there: bool) -> None:
        self.offline = not there
        self.context.set_offline(self.offline)

    def install(self, username: str, pin: str = PIN) -> None:
        """L01, from the first opening to today's page."""
        page = self.page
        page.goto("/m/")
        page.click("text=去登录")
        self.sign_in(username)
        page.fill("#pin", pin)
        page.fill("#pin2", pin)
        page.click("text=设好，下载资料")
        page.click("button:text-is('开始')")
        page.wait_for_selector("#tabs:not([hidden])")
        page.wait_for_function("navigator.serviceWorker.ready.then(one => Boolean(one.active))")

    def sign_in(self, username: str) -> None:
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button.pri")
        self.page.wait_for_url("**/m/")

    def unlock(self, pin: str = PIN) -> None:
        self.page.goto("/m/")
        self.page.fill("#pin", pin)
        self.page.click("button:text-is('打开')")
        self.page.wait_for_selector("#tabs:not([hidden])")

    def close(self) -> None:
        self.context.close()

    def kill(self) -> None:
        """As when the battery falls out: no process of it gets to say goodbye."""
        for one in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        with contextlib.suppress(Exception):
            self.context.close()
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()

    def _processes(self) -> list[int]:
        """The browser that was started with this folder, and whatever it started."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if f"--user-data-dir={self.folder}" in (place / "cmdline").read_text(errors="replace"):
                    found.append(int(place.name))
        return found

    @property
    def bar(self) -> str:
        return str(self.page.inner_text("#said"))

    @property
    def heading(self) -> str:
        return str(self.page.inner_text("main h1"))

    def waits_for(self, text: str, seconds: int = 40) -> None:
        self.page.wait_for_function(
            "text => document.getElementById('said').textContent.includes(text)",
            arg=text,
            timeout=seconds * 1000,
        )

    def tab(self, text: str) -> None:
        self.page.click(f"#tabs a:text-is('{text}')")

    def register(
        self, name: str, *, outcome: str = "没有人", photo: Path | None = None, **answers: str
    ) -> None:
        """A unit nobody has on a list."""
        self.page.goto("/m/#/form")
        self.page.wait_for_selector("form")
        self.page.get_by_label("单位名称").fill(name)
        self.answer(outcome, photo, **answers)
        self.page.wait_for_selector(f"text=已保存：{name}")

    def visit(
        self, subject: str, *, outcome: str = "见到了", photo: Path | None = None, **answers: str
    ) -> None:
        """A unit that is known; ``answers`` by the label of the question."""
        self.page.goto(f"/m/#/form/{subject}")
        self.page.wait_for_selector("form")
        self.answer(outcome, photo, **answers)
        self.page.wait_for_selector("text=已保存：")

    def answer(self, outcome: str, photo: Path | None, **answers: str) -> None:
        page = self.page
        page.get_by_label(outcome, exact=True).check()
        for label, text in answers.items():
            box = page.get_by_label(label).first
            if not box.is_visible():
                page.click("summary")
            box.fill(text)
        if photo is not None:
            page.set_input_files("#photo", photo)
            page.wait_for_selector("text=第 1 张")
        page.click("button:text-is('保存')")

    def stored(self) -> str:
        """Everything in the phone's base, as whoever takes it apart would read it."""
        return str(self.page.evaluate(STORED))


def shot(phone: Phone, name: str) -> None:
    if SHOTS:
        phone.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


STORED = """async () => {
  const open = await new Promise((done) => { const r = indexedDB.open("lianxi"); r.onsuccess = () => done(r.result); });
  const text = (bytes) => new TextDecoder("utf-8").decode(bytes) + new TextDecoder("utf-16le").decode(bytes);
  const said = (value) => value instanceof ArrayBuffer ? text(value) : value && value.buffer ? text(value)
    : value && typeof value === "object" ? Object.entries(value).map(([k, v]) => k + "=" + said(v)).join("\\n") : String(value);
  const stores = [...open.objectStoreNames];
  const rows = await Promise.all(stores.map((name) => new Promise((done) => {
    open.transaction(name).objectStore(name).getAll().onsuccess = (e) => done(e.target.result); })));
  open.close();
  return stores.map((name, n) => name + ": " + rows[n].length + "\\n" + said(rows[n])).join("\\n");
}"""
