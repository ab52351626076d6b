from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from gonghui.kernel.database import roles
from gonghui.kernel.database.cluster import Cluster, NoDatabase
from gonghui.kernel.database.home import PACKAGE

MAKE = "from gonghui.kernel.database.cluster import Cluster; from gonghui.kernel.database.home import home; Cluster(home()).start()"


def test_only_with_a_password_and_only_through_the_socket(cluster):
    good = cluster.dsn(roles.APP)
    psycopg.connect(good).close()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(good.replace("password=", "password=not"))
    with psycopg.connect(good) as link:
        assert link.execute("SHOW listen_addresses").fetchone() == ("",)
        assert link.execute("SHOW data_checksums").fetchone() == ("on",)
    assert cluster.home.cluster.stat().st_mode & 0o077 == 0
    assert (cluster.home.secrets / "database.json").stat().st_mode & 0o077 == 0
    assert (cluster.home.path / "postgresql.log").stat().st_mode & 0o077 == 0


def test_the_last_one_out_stops_it(fresh_home):
    one, other = Cluster(fresh_home), Cluster(fresh_home)
    with other.serving():
        with one.serving():
            assert one.running
        assert other.running
    assert not other.running


def test_an_old_pid_file_that_names_somebody_else_is_not_a_server(fresh_home):
    cluster = Cluster(fresh_home)
    with cluster.serving():
        pass
    (fresh_home.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not cluster.running
    with cluster.serving():
        assert cluster.running


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.25, 0.5, 0.7, 0.9])
def test_setting_up_can_be_killed_and_repeated(fresh_home, after):
    env = os.environ | {"GONGHUI_HOME": str(fresh_home.path), "PYTHONPATH": str(PACKAGE.parent)}
    making = subprocess.Popen([sys.executable, "-c", MAKE], env=env, start_new_session=True)
    time.sleep(after)
    os.killpg(making.pid, signal.SIGKILL)
    making.wait()
    cluster = Cluster(fresh_home)
    with cluster.serving(), psycopg.connect(cluster.dsn(roles.OWNER)) as link:
        names = {
            name for (name,) in link.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'gonghui%'")
        }
        assert names == {*roles.LOGINS, roles.DEFINER, roles.BOOTSTRAP}


def test_a_server_that_cannot_start_is_a_sentence(fresh_home):
    cluster = Cluster(fresh_home)
    with cluster.serving():
        pass
    with (fresh_home.cluster / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'much'\n")
    with pytest.raises(NoDatabase, match="postgresql.log"), cluster.serving():
        pass
