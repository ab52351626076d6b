"""The drill: back up, lose the machine, restore into a new data folder, and find everything as it was."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import date

import psycopg
import pytest

from gonghui.cli.tests.places import a_home, answer, environment, gonghui, python, refusal
from gonghui.kernel.database import roles
from gonghui.kernel.database.backup import counts
from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.identifiers.resident_id import make
from tests.faults.disks import small_disk

CANARY = make("999321", date(1979, 5, 17), 321)
ENROL = f"""
from gonghui.cli.surroundings import load_django
load_django()
from datetime import date
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.units.models import Unit
from gonghui.registers.members.actions import enrol
with acting(system()) as actor:
    unit = Unit.objects.filter(kind="single").order_by("pk")[0]
    enrol(actor=actor, today=date(2026, 9, 28), unit=unit, name="丁一", id_number="{CANARY}")
"""
USE = """
import json
from gonghui.cli.surroundings import load_django
load_django()
from django.test import Client
from demo.accounts import PASSWORD
from gonghui.kernel.reach.actor import system
from gonghui.kernel.reach.session import acting
from gonghui.registers.members.models import Person
page = Client().post("/accounts/login/", {"login": "chair", "password": PASSWORD}, HTTP_HOST="localhost")
with acting(system()):
    number = Person.objects.get(name="丁一").id_number.reveal()
print(json.dumps([page.status_code, "sessionid" in page.cookies, number]))
"""
APP_MAY = """SELECT c.relname, p.privilege_type FROM pg_class c, aclexplode(c.relacl) p
    WHERE p.grantee = 'gonghui_app'::regrole AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2"""
POLICIES = "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
FUNCTIONS = """SELECT p.oid::regprocedure::text, p.proowner::regrole::text, p.prosecdef,
    (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(p.proacl) a)
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY 1"""


def facts(home):
    """What must be equal afterwards: rows, rights, policies, functions, sequences, forced row security."""
    with Cluster(home).serving(), psycopg.connect(Cluster(home).dsn(roles.OWNER)) as link:
        forced = "SELECT relname FROM pg_class WHERE relforcerowsecurity ORDER BY 1"
        sequences = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
        queries = (APP_MAY, POLICIES, FUNCTIONS, forced, sequences)
        return [counts(link), *(link.execute(query).fetchall() for query in queries)]


@pytest.fixture(scope="module")
def backup(installed, tmp_path_factory):
    python(installed, ENROL)
    answer(installed, "verify-journal")
    file = tmp_path_factory.mktemp("backup") / "2026-09-28.gonghui"
    said = answer(installed, "backup", file)
    assert said["bytes"] == file.stat().st_size
    return file


@pytest.fixture
def keys(installed, tmp_path):
    """The copy of the key ring that was kept elsewhere."""
    return shutil.copy2(installed.secrets / "keys.json", tmp_path / "keys.json")


def test_the_drill(installed, backup, keys, empty):
    before = facts(installed)
    said = answer(empty, "restore", backup, "--keys", keys)
    assert said["counts"] == before[0]
    assert facts(empty) == before
    assert answer(empty, "verify-journal")["faults"] == []
    with Cluster(empty).serving():
        assert json.loads(python(empty, USE)) == [302, True, CANARY]
        with (
            psycopg.connect(Cluster(empty).dsn(roles.OWNER)) as link,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
        ):
            link.execute("UPDATE journal_entry SET verb = 'x'")
    assert "已有数据" in refusal(empty, "restore", backup)
    assert answer(empty, "restore", backup, "--replace")["counts"] == before[0]


def test_the_backup_holds_no_key_and_nothing_readable(installed, backup):
    content = backup.read_bytes()
    ring = json.loads((installed.secrets / "keys.json").read_text())["keys"]
    for secret in (CANARY, "丁一", "journal_entry", *(key for keys in ring.values() for key in keys)):
        assert secret.encode() not in content
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_never_overwritten(installed, backup):
    assert "没有覆盖" in refusal(installed, "backup", backup)


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(installed, tmp_path):
    with small_disk(tmp_path / "elsewhere", "32k") as disk:
        assert refusal(installed, "backup", disk.path / "a.backup").startswith(
            "没有办成：磁盘满了。请清理磁盘"
        )
        assert list(disk.path.iterdir()) == []
        disk.again("ro")
        assert refusal(installed, "backup", disk.path / "a.backup").startswith("没有办成：磁盘现在只能读")


def test_a_database_that_does_not_answer_is_a_sentence(installed):
    nowhere = {"DATABASE_URL": "postgresql://gonghui_app:x@127.0.0.1:9/gonghui"}
    assert "连不上数据库" in refusal(installed, "verify-journal", **nowhere)


def test_without_its_keys_it_stays_shut(backup, empty):
    assert "密钥文件" in refusal(empty, "restore", backup)
    with a_home() as other:
        other.prepare()
        python(other, "from gonghui.kernel.secrets.keyfile import create_ring\n"
                      "from gonghui.kernel.database.home import home\ncreate_ring(home().secrets / 'keys.json')")  # fmt: skip
        assert "密钥文件可能换错了" in refusal(other, "restore", backup)
        assert "另一套密钥" in refusal(other, "restore", backup, "--keys", _ring_of_its_own(empty))
        assert not Cluster(other).exists


def _ring_of_its_own(home):
    home.prepare()
    python(home, "from gonghui.kernel.secrets.keyfile import create_ring\n"
                 "from gonghui.kernel.database.home import home\ncreate_ring(home().secrets / 'keys.json')")  # fmt: skip
    return home.secrets / "keys.json"


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[: len(b) // 2], lambda b: b[:900] + b"?" + b[901:]]
)
def test_a_spoilt_backup_changes_nothing(backup, keys, empty, tmp_path, spoil):
    spoilt = tmp_path / "spoilt"
    spoilt.write_bytes(spoil(backup.read_bytes()))
    assert "改动过" in refusal(empty, "restore", spoilt, "--keys", keys)
    assert not Cluster(empty).exists
    assert list(empty.work.iterdir()) == []


def test_what_is_no_backup(keys, empty):
    assert "不是本平台的备份文件" in refusal(empty, "restore", keys, "--keys", keys)


@pytest.mark.slow
def test_a_restore_cut_short_says_so_and_can_be_repeated(installed, backup, keys, empty):
    words = [sys.executable, "-m", "gonghui.cli", "restore", str(backup), "--keys", str(keys)]
    cut = subprocess.Popen(words, env=environment(empty), stderr=subprocess.DEVNULL)
    marker = empty.path / "restore-unfinished"
    while not marker.exists() and cut.poll() is None:
        time.sleep(0.02)
    time.sleep(0.4)
    cut.send_signal(signal.SIGKILL)
    cut.wait()
    assert marker.exists()
    assert "没有完成" in refusal(empty, "run", "--empty")
    assert answer(empty, "restore", backup)["counts"] == facts(installed)[0]
    assert not marker.exists()
    assert gonghui(empty, "verify-journal").returncode == 0
