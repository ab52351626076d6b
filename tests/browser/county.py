"""The demonstration county in the test database, and the server that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from demo.load import load
from demo.places import SEAT
from gonghui.kernel import clock
from gonghui.kernel.actors.actions import assign
from gonghui.kernel.actors.models import Account
from gonghui.kernel.calendar.actions import seed
from gonghui.kernel.database.home import PACKAGE
from gonghui.kernel.parameters.actions import seed_parameters
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.site import roles
from gonghui.work.gaps.actions import sweep
from gonghui.work.gaps.rules import FINDERS
from tests.browser import matters
from tests.support import ROOT


def settle(today: date) -> None:
    """Small county, committed; one of its people holds two posts."""
    load(small=True, today=today)
    with acting(ROOT):
        seed(actor=ROOT)
        seed_parameters(actor=ROOT, path=PACKAGE / "registers" / "unions" / "data" / "parameters.csv")
        person = Account.objects.get(username="leader")
        town = Unit.objects.get(code=SEAT)
        assign(actor=ROOT, account=person, role=roles.AUDITOR.key, unit=town, since=today)
        matters.plant(today)
        for rule in ("blindspots.employer", "shells.signs"):
            sweep(FINDERS[rule], actor=ROOT, now=clock.now(), most=6)


def clear() -> None:
    """Back to an empty database. Playwright's loop gives the test thread connections of its own: they go too."""
    cache.clear()
    call_command("flush", database="owner", interactive=False, verbosity=0)
    connections.close_all()


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server over the committed county. ``localhost``: passkeys accept no bare address."""
    for alias in ("default", "owner"):
        assert connections[alias].settings_dict["NAME"].startswith("test_")
    settle(clock.today())
    server = LiveServer("localhost")
    try:
        yield server.url
    finally:
        server.stop()
        clear()
