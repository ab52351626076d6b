from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest

from gonghui.kernel.database import checks, roles

HBA = Path("pg_hba.conf")


@pytest.fixture
def root(cluster):
    with psycopg.connect(cluster.dsn(roles.BOOTSTRAP), autocommit=True) as link:
        yield link


@pytest.fixture
def protected(cluster):
    """A table under a forced policy, as migrations make them."""
    with psycopg.connect(cluster.dsn(roles.OWNER), autocommit=True) as link:
        link.execute("CREATE TABLE files_kept (id bigint)")
        link.execute("ALTER TABLE files_kept ENABLE ROW LEVEL SECURITY")
        link.execute("ALTER TABLE files_kept FORCE ROW LEVEL SECURITY")
        link.execute(f"CREATE POLICY one ON files_kept TO {roles.APP} USING (true)")
        yield link


def test_the_roles_as_they_are_made_pass(cluster, protected):
    app = cluster.dsn(roles.APP)
    assert checks.faults_of_role(app) == []
    assert checks.faults_of_sign_in(app) == []
    text = (cluster.home.cluster / "pg_hba.conf").read_text()
    assert checks.faults_of_hba(HBA, text) == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (f"ALTER ROLE {roles.APP} SUPERUSER", "是超级用户"),
        (f"ALTER ROLE {roles.APP} BYPASSRLS", "BYPASSRLS"),
        (f"GRANT {roles.OWNER} TO {roles.APP}", "可以变成表的主人"),
        (f"ALTER TABLE files_kept OWNER TO {roles.APP}", "是表的主人"),
        ("ALTER TABLE files_kept DISABLE ROW LEVEL SECURITY", "行级权限没有开启"),
        ("ALTER TABLE files_kept NO FORCE ROW LEVEL SECURITY", "行级权限没有开启"),
    ],
)
def test_a_role_that_could_look_past_the_policies_is_refused(cluster, protected, root, spoil, said):
    root.execute(spoil)
    (fault,) = checks.faults_of_role(cluster.dsn(roles.APP))
    assert said in fault


def test_a_member_of_a_role_that_owns_nothing_passes(cluster, protected, root):
    root.execute(f"CREATE ROLE clerks; GRANT clerks TO {roles.APP}")
    assert checks.faults_of_role(cluster.dsn(roles.APP)) == []


@pytest.mark.parametrize(
    ("line", "trusting"),
    [
        ("local all all trust", True),
        ("local   all   all   scram-sha-256", False),
        ("host all all 127.0.0.1/32 trust", True),
        ("host all all 127.0.0.1 255.255.255.255 trust", True),
        ("hostssl all gonghui_app ::1/128 trust map=x", True),
        ("host all all samehost trust", True),
        ("host all all 10.0.0.0/8 scram-sha-256", False),
        ("# local all all trust", False),
        ("local all trust peer", False),
        ("", False),
    ],
)
def test_trust_is_found(line, trusting):
    assert bool(checks.faults_of_hba(HBA, f"# rules\n{line}\n")) is trusting


def test_the_line_is_named():
    (fault,) = checks.faults_of_hba(HBA, "\nlocal all all trust\n")
    assert "第 2 行" in fault


@pytest.mark.parametrize(("method", "faults"), [("trust", 1), ("scram-sha-256", 0)])
def test_a_server_that_asks_no_password_over_the_network(cluster, root, monkeypatch, method, faults):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cluster.stop()
    rules = f"local all all scram-sha-256\nhost all all 127.0.0.1/32 {method}\n"
    (cluster.home.cluster / "pg_hba.conf").write_text(rules)
    with (cluster.home.cluster / "postgresql.conf").open("a") as conf:
        conf.write(f"listen_addresses = '127.0.0.1'\nport = {port}\n")
    monkeypatch.setenv("PGPORT", str(port))
    cluster.start()
    over_network = cluster.dsn(roles.APP).replace(f"host={cluster.home.sockets}", "host=127.0.0.1")
    assert len(checks.faults_of_sign_in(over_network)) == faults
    assert checks.faults_of_sign_in(cluster.dsn(roles.APP)) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_a_demonstration_may_be_served_here(host):
    assert checks.faults_of_address(host, demo=True) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "gonghui.example"])
def test_a_demonstration_may_not_be_served_elsewhere(host):
    assert checks.faults_of_address(host, demo=True) == [checks.PUBLIC_DEMO]
    assert checks.faults_of_address(host, demo=False) == []


def test_debug_is_refused():
    assert checks.faults_of_serving(debug=True) == [checks.DEBUGGING]
    assert checks.faults_of_serving(debug=False) == []


def test_an_empty_database_has_no_units(cluster):
    assert checks.number_of_units(cluster.dsn(roles.APP)) == 0
