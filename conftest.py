from __future__ import annotations

import psycopg
import pytest
from django.db import connections

from gonghui.kernel import clock
from gonghui.kernel.database import roles
from gonghui.kernel.reach.session import set_reach
from tests import environment, support


@pytest.fixture(autouse=True)
def _only_test_databases(request):
    """A test that would open the real database ends the run."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_django_db_helper")
        for alias in ("default", "owner"):
            assert connections[alias].settings_dict["NAME"].startswith("test_")


@pytest.fixture
def today(monkeypatch):
    """Set the date: ``today("2026-09-28")``."""
    return lambda day: support.set_today(monkeypatch, clock, day)


@pytest.fixture
def county(db_with_reach):
    """云溪县 over two towns that cannot see each other, each with a union."""
    return support.plant_county()


@pytest.fixture
def db_with_reach(db):
    """A transaction that reaches everything, for setting a scene; pages set their own reach."""
    set_reach(support.ROOT)
    return support.ROOT


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every connection ends before the owner drops the test database, a thread's or a killed page's too."""
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        _end_other_connections(connections["owner"].settings_dict["NAME"])


def _end_other_connections(database: str) -> None:
    """A browser that left in the middle of a page leaves its request's connection open for a while."""
    with psycopg.connect(environment.CLUSTER.dsn(roles.BOOTSTRAP, "postgres"), autocommit=True) as link:
        link.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [database]
        )
