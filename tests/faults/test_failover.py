"""Two machines behind nginx, a standby that has every acknowledged write, and the primary's end under load; promoted by
hand as in docs/runbooks/failover.md.
"""

from __future__ import annotations

import contextlib
import http.cookiejar
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.accounts import PASSWORD
from gonghui.cli.addresses import answers
from gonghui.cli.tests.places import SMALL_COUNTY, a_home, environment, gonghui
from gonghui.cli.tests.test_run import Running
from tests.faults.standing import WORD, Server, free_port, two_servers

pytestmark = [pytest.mark.assure, pytest.mark.timeout(1200)]
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream gonghui {{ server 127.0.0.1:{one}; server 127.0.0.1:{two}; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://gonghui;
            proxy_set_header Host $host:$server_port;
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""
WRITERS, BEFORE, AFTER = (
    4,
    6.0,
    8.0,
)  # people; seconds of load before the primary dies, and after the promotion


def addresses(*servers: Server, more: str = "") -> dict[str, str]:
    """Both machines in one address: whoever can write is taken."""
    hosts = ",".join("127.0.0.1" for _ in servers)
    words = {
        "host": hosts,
        "port": ",".join(str(one.port) for one in servers),
        "target_session_attrs": "read-write",
    }
    tail = urllib.parse.urlencode(words | {"connect_timeout": "3"})
    return {
        f"DATABASE_{key}URL": f"postgresql://gonghui_{role}:{WORD}@/gonghui?{tail}"
        for key, role in (("", "app"), ("OWNER_", "owner"), ("BACKUP_", "backup"))
    }


class Writer(threading.Thread):
    """Somebody who enters employers, one after the other, whatever happens; what was acknowledged is remembered."""

    def __init__(self, base: str, who: int, over: threading.Event) -> None:
        super().__init__()
        self.base, self.who, self.over = base, who, over
        self.jar = http.cookiejar.CookieJar()
        stay = type("Stay", (urllib.request.HTTPRedirectHandler,), {"redirect_request": lambda *_: None})
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), stay)
        self.acknowledged: list[tuple[float, str]] = []
        self.refused: list[str] = []

    def sign_in(self) -> None:
        self.ask("/accounts/login/")
        assert self.ask("/accounts/login/", login="panwan", password=PASSWORD)[0] == 302
        page = self.ask("/r/employers/new/")[1]
        place = re.search(r'<select name="unit__name".*?<option value="(\d+)"', page, re.DOTALL)
        assert place, page[:500]
        self.place = place[1]

    def ask(self, path: str, **data: str) -> tuple[int, str]:
        token = next((one.value for one in self.jar if one.name == "csrftoken"), "")
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(self.base + path, body, {"X-CSRFToken": token or ""})
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def run(self) -> None:
        n = 0
        while not self.over.is_set():
            n += 1
            name = f"{self.who}-{n}厂"
            try:
                status, page = self.ask("/r/employers/new/", name=name, workers="12", unit__name=self.place)
            except OSError as fault:
                self.refused.append(str(fault))
                continue
            if status == 302:
                self.acknowledged.append((time.monotonic(), name))
            else:
                self.refused.append(re.sub(r"<[^>]+>|\s+", " ", page)[:300])
                time.sleep(0.1)


@contextlib.contextmanager
def nginx(folder: Path, one: int, two: int) -> Iterator[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "apt-get install nginx-light: make assure 会装"
    folder.mkdir()
    port = free_port()
    conf = folder / "nginx.conf"
    conf.write_text(
        ("user root;" if Path("/root").exists() else "")
        + NGINX.format(folder=folder, one=one, two=two, port=port)
    )
    with subprocess.Popen([program, "-c", str(conf), "-e", str(folder / "nginx.log")]) as process:
        try:
            deadline = time.monotonic() + 30
            while not answers("127.0.0.1", port, seconds=1):
                assert process.poll() is None, (folder / "nginx.log").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_the_primary_dies_under_load_and_nothing_acknowledged_is_lost(tmp_path: Path):
    with contextlib.ExitStack() as kept:
        first, second = kept.enter_context(two_servers(Path(f"/tmp/gonghui-failover-{free_port()}")))
        machines = [kept.enter_context(a_home()) for _ in range(2)]
        words = addresses(first, second) | {"GONGHUI_MFA_OPTIONAL": "1"}
        done = gonghui(machines[0], "setup", **addresses(first) | {"GONGHUI_MFA_OPTIONAL": "1"})
        assert done.returncode == 0, done.stderr
        demo = subprocess.run(
            [sys.executable, "-c", SMALL_COUNTY],
            env=environment(machines[0], GONGHUI_DEMO="1", **addresses(first)), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert demo.returncode == 0, demo.stderr
        stand_by(first, second)
        shutil.copytree(machines[0].secrets, machines[1].secrets)
        shutil.copy(machines[0].path / "installation.json", machines[1].path)

        running = []
        for n, home in enumerate(machines):
            log = tmp_path / f"run{n}.log"
            it = Running(home, log, ["--empty"], words)
            kept.callback(it.process.wait)
            kept.callback(it.process.terminate)
            running.append((it, int(it.said(r"http://localhost:(\d+)")[1])))
        base = kept.enter_context(nginx(tmp_path / "nginx", *(port for _, port in running)))

        over = threading.Event()
        writers = [Writer(base, who, over) for who in range(WRITERS)]
        kept.callback(over.set)
        for one in writers:
            one.sign_in()
        for one in writers:
            one.start()
        time.sleep(BEFORE)
        first.kill()
        dead = time.monotonic()
        time.sleep(1)
        second.promote()
        promoted = time.monotonic()
        time.sleep(AFTER)
        over.set()
        for one in writers:
            one.join(60)

        told = [moment_ for one in writers for moment_, _ in one.acknowledged]
        acknowledged = [name for one in writers for _, name in one.acknowledged]
        there = [name for (name,) in second.do("SELECT name FROM employers_employer WHERE name ~ '^[0-9]+-[0-9]+厂$'", database="gonghui")]  # fmt: skip
        again = min(moment_ for moment_ in told if moment_ > dead)
        silent = again - dead
        print(
            len(told), "acknowledged,", sum(one > promoted for one in told), "after,", round(silent, 1), "s"
        )
        assert set(acknowledged) - set(there) == set(), "an acknowledged write is lost"
        assert len(there) == len(set(there))
        assert len([one for one in told if one < dead]) > 20
        assert len([one for one in told if one > promoted]) > 20, [one.refused[-1:] for one in writers]
        for refused in (text for one in writers for text in one.refused):
            assert "没办成：" in refused or "timed out" in refused or "502" in refused or "504" in refused, (
                refused
            )
        done = gonghui(machines[0], "verify-journal", "--json", **words)
        assert (done.returncode, '"faults": []' in done.stdout) == (0, True), done


def stand_by(first: Server, second: Server) -> None:
    """The second machine follows, and from now on nothing is acknowledged that it has not got."""
    second.copy_of(first)
    second.start()
    first.do("ALTER SYSTEM SET synchronous_standby_names = 'two'", "SELECT pg_reload_conf()")
    deadline = time.monotonic() + 60
    while first.do("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
