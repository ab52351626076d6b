"""``gonghui run`` as a whole: what it starts it watches over, and stops."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from gonghui.cli.tests.places import a_home, environment, gonghui, refusal
from gonghui.kernel.database.cluster import Cluster

pytestmark = pytest.mark.slow
PATIENCE = 60


class Running:
    def __init__(self, home, log, words, more):
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gonghui.cli", "run", *words],
                env=environment(home, **more), stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    def said(self, pattern):
        """Waits until it has been said."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if match := re.search(pattern, self.log.read_text()):
                return match
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        raise AssertionError(f"{pattern} not in {self.log.read_text()}")

    def children(self, word):
        """Numbers of our own children whose command line holds ``word``."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                parent = path.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1]
                line = path.joinpath("cmdline").read_bytes().decode()
            except OSError:
                continue
            if parent == str(self.process.pid) and word in line:
                found.append(int(path.name))
        return found

    def web_processes(self):
        """The web server and the workers it started: one process group each."""
        return {pid for first in self.children("granian") for pid in _group(first)}

    def stop(self, number):
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - begun


def _group(leader):
    """Numbers of the processes in the group of ``leader``."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            group = path.joinpath("stat").read_text().rsplit(")", 1)[1].split()[2]
        except OSError:
            continue
        if group == str(leader):
            found.add(int(path.name))
    return found


@contextmanager
def running(home, tmp_path, *words, **more):
    it = Running(home, tmp_path / "run.log", words, more)
    try:
        yield it
    finally:
        it.process.kill()
        it.process.wait()


@pytest.fixture(scope="module")
def home():
    with a_home() as home:
        assert gonghui(home, "setup").returncode == 0
        yield home


def status(address):
    with urllib.request.urlopen(f"{address}/accounts/login/", timeout=10) as page:
        return page.status


def alive(pid):
    """Neither gone nor only waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def nothing_left(home, pids):
    return not Cluster(home).running and not any(map(alive, pids))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_stops_everything(home, tmp_path, number):
    with running(home, tmp_path, "--empty") as it:
        address = it.said(r"http://localhost:\d+")[0]
        assert status(address) == 200
        it.said("Ctrl-C")
        assert "演示账号" not in it.log.read_text()
        pids = it.web_processes()
        assert len(pids) >= 3  # one that watches, two that answer
        assert "已经在运行" in refusal(home, "run", "--empty")
        assert "已经在运行" in refusal(home, "restore", __file__)
        assert it.stop(number) < 10
        assert nothing_left(home, pids)


def test_a_second_start_prepares_nothing(home, tmp_path):
    """What it costs in seconds bench/ measures, on a machine that does nothing else."""
    with running(home, tmp_path, "--empty") as it:
        it.said("Ctrl-C")
        it.stop(signal.SIGINT)
        assert "…" not in it.log.read_text().split("工会工作平台")[0]


def test_a_dead_child_is_started_again(home, tmp_path):
    with running(home, tmp_path, "--empty") as it:
        address = it.said(r"http://localhost:\d+")[0]
        it.said("Ctrl-C")
        (first,), before = it.children("granian"), it.web_processes()
        os.kill(first, signal.SIGKILL)
        it.said("网页服务意外停止")
        end = time.monotonic() + PATIENCE
        while it.children("granian") in ([], [first]) and time.monotonic() < end:
            time.sleep(0.1)
        assert not any(map(alive, before))
        _answers_again(address)
        after = it.web_processes()
        it.stop(signal.SIGINT)
        assert nothing_left(home, after)


def test_a_dead_database_is_started_again(home, tmp_path):
    with running(home, tmp_path, "--empty") as it:
        address = it.said(r"http://localhost:\d+")[0]
        it.said("Ctrl-C")
        os.kill(int((home.cluster / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)
        begun = time.monotonic()
        it.said("数据库意外停止，正在重新启动")
        it.said("数据库已重新启动")
        _answers_again(address)
        assert time.monotonic() - begun < 20
        pids = it.web_processes()
        it.stop(signal.SIGINT)
        assert nothing_left(home, pids)
        assert "Traceback" not in it.log.read_text().split("数据库已重新启动")[1]


def _answers_again(address):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            assert status(address) == 200
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.2)
        else:
            return


def test_killed_outright_its_children_go_and_the_next_start_works(home, tmp_path):
    with running(home, tmp_path, "--empty") as it:
        it.said("Ctrl-C")
        pids = it.web_processes()
        it.process.kill()
        it.process.wait()
    with running(home, tmp_path, "--empty") as it:
        it.said("Ctrl-C")
        it.stop(signal.SIGINT)
        end = (
            time.monotonic() + 20
        )  # whose parent was killed notices by itself, on a busy machine a little later
        while not nothing_left(home, pids) and time.monotonic() < end:
            time.sleep(0.2)
        assert nothing_left(home, pids)


def test_a_demonstration_stays_on_this_machine_and_a_demonstration(empty):
    assert "演示账号的密码是公开的" in refusal(empty, "run", "--host", "0.0.0.0")
    empty.prepare()
    (empty.path / "installation.json").write_text('{"kind": "demo"}')
    assert "演示账号的密码是公开的" in refusal(empty, "run", "--empty", "--host", "0.0.0.0")
    assert "不能当正式安装用" in refusal(empty, "run", "--empty")
