from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import ExitStack

import pytest

from gonghui.cli import addresses, stamps
from gonghui.cli.answers import Refusal
from gonghui.cli.faults import sentence_of
from gonghui.cli.main import main
from gonghui.cli.parser import read
from gonghui.cli.setup import setup
from gonghui.cli.steps import step
from gonghui.cli.supervising import Child, supervise
from gonghui.cli.surroundings import child_environment, dsn, url
from gonghui.kernel.database import roles
from gonghui.kernel.database.home import Home


def test_two_that_start_at_once_get_different_ports():
    with ExitStack() as kept:
        first, second = (addresses.free_port("127.0.0.1", kept) for _ in range(2))
        assert first < second
    with ExitStack() as kept:
        assert addresses.free_port("127.0.0.1", kept) <= first


def test_a_taken_port_is_passed_over():
    with ExitStack() as kept, socket.socket() as other:
        free = addresses.free_port("127.0.0.1", kept)
        other.bind(("127.0.0.1", free + 1))
        other.listen()
        assert addresses.free_port("127.0.0.1", kept) > free + 1


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "http://localhost:8000"), ("10.1.2.3", "http://10.1.2.3:8000")],
)
def test_the_address_people_type(host, said):
    assert addresses.shown(host, 8000) == said


def test_a_child_that_keeps_dying_is_started_later_and_later(capsys):
    child = Child("试验", [sys.executable, "-c", "raise SystemExit(3)"], {}, 1)
    child.start()
    child.process.wait()
    child.look(now=time.monotonic())
    assert child.again_at <= time.monotonic()
    child.look(now=time.monotonic())
    child.process.wait()
    now = time.monotonic()
    child.look(now)
    assert child.again_at == now + 1.0
    assert "试验意外停止（状态 3）" in capsys.readouterr().err


def test_a_child_that_will_not_stop_is_killed():
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: None); print(1, flush=True); time.sleep(60)"
    child = Child("试验", [sys.executable, "-c", stubborn], {}, 0.2)
    child.start()
    time.sleep(0.5)
    told = threading.Event()
    told.set()
    supervise([child], told)
    assert child.process.returncode == -9


def test_whoever_serves_never_sees_the_owner(monkeypatch):
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://gonghui_owner@host/db")
    monkeypatch.setenv("GONGHUI_AS_OWNER", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://gonghui_app@host/db")
    env = child_environment()
    assert "DATABASE_OWNER_URL" not in env
    assert "GONGHUI_AS_OWNER" not in env
    assert env["DATABASE_URL"] == "postgresql://gonghui_app@host/db"


def test_an_external_database_needs_an_address_per_role(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://gonghui_app@host/db")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(Refusal, match="DATABASE_OWNER_URL"):
        dsn(roles.OWNER)


def test_an_address_survives_odd_passwords(tmp_path):
    home = Home(tmp_path)
    home.prepare()
    (home.secrets / "database.json").write_text('{"gonghui_app": "a/b:c@d"}')
    assert url(home, roles.APP).startswith("postgresql://gonghui_app:a%2Fb%3Ac%40d@/gonghui?host=%2F")


def test_stamps_change_with_what_they_stand_for(monkeypatch, tmp_path):
    (tmp_path / "a" / "migrations").mkdir(parents=True)
    monkeypatch.setattr(stamps, "PACKAGE", tmp_path)
    before = stamps.wanted()
    (tmp_path / "a" / "migrations" / "0001.py").write_text("x = 1\n")
    assert stamps.wanted() != before


def test_faults_of_ours_leave_a_trace():
    assert sentence_of(ZeroDivisionError()) is None
    assert sentence_of(Refusal("不行")) == "不行"
    assert sentence_of(FileNotFoundError(2, "x", "名册.csv")) == "找不到文件：名册.csv"


def test_a_step_says_how_long_it_took(capsys):
    with step("试一试"):
        pass
    assert "试一试：0.0 秒" in capsys.readouterr().err


def test_developers_words_pass_through():
    assert read(["manage", "migrate", "--plan"]).arguments == ["migrate", "--plan"]
    assert read(["makemigrations", "--check"]).does == "developing:makemigrations"
    assert callable(setup)


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as end:
        main(["fly"])
    assert end.value.code == 2
