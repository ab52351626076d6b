from __future__ import annotations

import pytest

from gonghui.kernel.notices.catalogue import KINDS
from gonghui.kernel.notices.gateways import web
from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving


@pytest.fixture
def stand_in(settings, monkeypatch):
    """Every gateway is the stand-in; what it received is ``stand_in.box``."""
    monkeypatch.setattr(web, "PATIENCE", 0.5)
    with serving(Box()) as server:
        server.hang = 1.0
        settings.GATEWAYS = words(server.url, server.post.port)
        settings.SITE_URL = "https://platform.invalid"
        yield server


@pytest.fixture(autouse=True)
def _kinds():
    before = dict(KINDS)
    yield
    KINDS.clear()
    KINDS.update(before)
