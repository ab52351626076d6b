from __future__ import annotations

import shutil
from uuid import uuid4

import pytest

from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.database.home import Home
from tests.environment import HOME


@pytest.fixture
def fresh_home():
    """An empty data folder, where the database's own account can reach it."""
    home = Home(HOME.path / f"db-{uuid4().hex[:6]}")
    yield home
    Cluster(home).stop()
    shutil.rmtree(home.path, ignore_errors=True)


@pytest.fixture
def cluster(fresh_home):
    """A running cluster with its roles and an empty database."""
    it = Cluster(fresh_home)
    with it.serving():
        yield it
