from __future__ import annotations

import pytest
from django.core.cache import cache

from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.ports import words
from gonghui.kernel.notices.standin.serving import serving
from gonghui.work.own.tests.scene import settled


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def stand_in(settings):
    with serving(Box()) as server:
        settings.GATEWAYS = words(server.url, server.post.port)
        yield server


@pytest.fixture
def two(county, today):
    """The member who is signed in, and another of another union."""
    today("2026-11-23")  # a Monday
    return settled(county)
