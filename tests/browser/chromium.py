"""Which browser the tests drive: the one named, the system's, else the one Playwright brought."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

NAMED = ("GONGHUI_CHROMIUM", "CHROMIUM")
SYSTEM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none", "--lang=zh-CN"]


def program(playwright: Any) -> str | None:
    """The path of a Chromium, or None where there is none."""
    named = [os.environ.get(name, "") for name in NAMED]
    found = [shutil.which(name) or "" for name in SYSTEM]
    own = playwright.chromium.executable_path
    return next((path for path in (*named, *found, own) if path and Path(path).exists()), None)


def launch(playwright: Any, path: str) -> Any:
    return playwright.chromium.launch(executable_path=path, args=FLAGS)
