"""Back to 10:05: a base backup, the archived log after it, and the moment before somebody's mistake; as written in
docs/operations.md.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from gonghui.cli.tests.places import answer, python
from gonghui.cli.tests.test_drill import facts
from gonghui.kernel.database import roles
from gonghui.kernel.database.cluster import SYSTEM_USER, Cluster, binaries

pytestmark = [pytest.mark.assure, pytest.mark.timeout(900)]
ARCHIVING = """
archive_mode = on
archive_command = 'test ! -f {0}/%f && cp %p {0}/.%f && mv {0}/.%f {0}/%f'
archive_timeout = 300
"""
RESTORING = """
restore_command = 'cp {0}/%f %p'
recovery_target_time = '{1}'
recovery_target_action = 'promote'
"""
SOMEBODY = """
from gonghui.cli.surroundings import load_django
load_django()
from datetime import date
from gonghui.kernel.identifiers.resident_id import make
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions import enrol
with acting(system()) as actor:
    unit = Unit.objects.filter(kind="single").order_by("pk")[0]
    for n in range({0}, {0} + 20):
        number = make("999322", date(1981, 1 + n % 12, 1 + n % 28), n)
        enrol(actor=actor, today=date(2026, 9, 28), unit=unit, name="丁二", id_number=number)
"""
MISTAKE = """
from gonghui.cli.surroundings import load_django
load_django()
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.registers.members.models import Membership
with acting(system()):
    Membership.objects.update(workplace="弄错了")
"""


def ours(*paths: Path) -> None:
    """The database's own account may reach them."""
    for path in paths:
        path.mkdir(mode=0o700, exist_ok=True)
        shutil.chown(path, SYSTEM_USER, SYSTEM_USER)


def base_backup(cluster: Cluster, out: Path) -> None:
    words = [
        *cluster._as_user(),
        str(binaries() / "pg_basebackup"),
        "-D",
        str(out),
        "-X",
        "none",
        "-c",
        "fast",
    ]
    words += ["-d", cluster.dsn(roles.BOOTSTRAP, "postgres").rsplit(" password=", 1)[0]]
    word = cluster.dsn(roles.BOOTSTRAP).rsplit("password=", 1)[1]
    subprocess.run(words, check=True, cwd="/", env={"PGPASSWORD": word, "PATH": "/usr/bin:/bin"})


def moment(cluster: Cluster) -> str:
    with psycopg.connect(cluster.dsn(roles.BOOTSTRAP, "postgres"), autocommit=True) as link:
        (now,) = link.execute("SELECT clock_timestamp()::text").fetchone()
        time.sleep(1.2)
        return str(now)


def test_back_to_the_moment_before_the_mistake(installed):
    cluster, elsewhere = Cluster(installed), installed.path / "elsewhere"
    wal, base = elsewhere / "wal", elsewhere / "base"
    elsewhere.mkdir(mode=0o711)
    ours(wal, base)
    cluster.stop()
    with (installed.cluster / "postgresql.conf").open("a") as conf:
        conf.write(ARCHIVING.format(wal))
    with (installed.cluster / "pg_hba.conf").open("a") as hba:
        hba.write(f"local replication {roles.BOOTSTRAP} scram-sha-256\n")
    cluster.start()
    base_backup(cluster, base)
    python(installed, SOMEBODY.format(100))
    answer(installed, "verify-journal")
    expected, ten_past = facts(installed), moment(cluster)
    python(installed, MISTAKE)
    python(installed, SOMEBODY.format(200))
    assert facts(installed)[0] != expected[0]
    cluster.stop()  # which archives the log to its end

    installed.cluster.rename(elsewhere / "cluster.wrong")  # nothing is thrown away
    base.rename(installed.cluster)
    (installed.cluster / "recovery.signal").touch()
    shutil.chown(installed.cluster / "recovery.signal", SYSTEM_USER)
    with (installed.cluster / "postgresql.conf").open("a") as conf:
        conf.write(RESTORING.format(wal, ten_past))
    cluster.start()
    while True:  # it opens for writing by itself once the moment is reached
        with psycopg.connect(cluster.dsn(roles.BOOTSTRAP, "postgres")) as link:
            if link.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                break
        time.sleep(0.2)
    found = facts(installed)
    assert found[:-1] == expected[:-1]
    for (name, now), (_, then) in zip(found[-1], expected[-1], strict=True):
        assert (now or 0) >= (then or 0), f"{name} would give a number twice"
    assert answer(installed, "verify-journal")["faults"] == []
    with psycopg.connect(cluster.dsn(roles.BOOTSTRAP, "gonghui")) as link:
        (wrong,) = link.execute(
            "SELECT count(*) FROM members_membership WHERE workplace = '弄错了'"
        ).fetchone()
        assert wrong == 0
    python(installed, SOMEBODY.format(300))
    assert facts(installed)[0] != expected[0]
    cluster.stop()
    Cluster(installed).start()  # the session's others go on with it
