"""``gonghui run``: database, web server and worker as one; stopped together."""

from __future__ import annotations

import fcntl
import math
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import FrameType

from gonghui.cli import addresses
from gonghui.cli.answers import Answer, Refusal, note
from gonghui.cli.installation import Installation, Kind, known
from gonghui.cli.parser import Words
from gonghui.cli.setup import bring_up_to_date, open_home
from gonghui.cli.supervising import Child, Server, supervise, told_to_stop
from gonghui.cli.surroundings import child_environment, database, dsn, is_external
from gonghui.kernel.database import checks, roles
from gonghui.kernel.database.cluster import Cluster
from gonghui.kernel.database.home import Home, home

RUNNING = "这个数据文件夹（{}）的程序已经在运行；要再开一套，请用 GONGHUI_HOME 指定另一个文件夹"
BLOCKED = "为安全起见没有启动：\n  {}"
SLOW_HEADERS = 10_000  # milliseconds a client may take to send its headers
CONNECTIONS = 1024  # per web process; an idle browser keeps one or two open


def run(asked: Words) -> Answer:
    begun = time.monotonic()
    with ends_on_term(), alone(home()), ExitStack() as kept:
        wish: Kind = "real" if asked.empty or os.environ.get("GONGHUI_DEMO") == "0" else "demo"
        refuse_public_demo(asked.host, known(home()) or Installation(wish))
        open_home(home())
        with database(fresh=True) as cluster:
            refuse_unsafe()  # before anything is entrusted to it
            found = bring_up_to_date(wish)
            refuse_unsafe()  # with the policies as they are now
            refuse_public_demo(asked.host, found)
            port = asked.port or addresses.free_port(asked.host, kept)
            serve(found, asked, port, begun, cluster)
            note("正在停止 …" if is_external() else "正在停止数据库 …")
    note("已全部停下")
    return Answer("")


def serve(found: Installation, asked: Words, port: int, begun: float, cluster: Cluster | None) -> None:
    """The web first, so that it answers soon; the worker once it does."""
    if found.is_demo:
        os.environ.setdefault("GONGHUI_URL", addresses.shown(asked.host, port))  # where messages lead
    first, second = web(asked, port, found), worker(found)
    second.again_at = math.inf

    def announce() -> None:
        welcome(asked.host, port, found, begun)
        second.again_at = 0.0

    with told_to_stop() as told:
        first.start()
        threading.Thread(target=announce, daemon=True).start()
        supervise([first, second, *([Server(cluster)] if cluster else [])], told)


def welcome(host: str, port: int, found: Installation, begun: float) -> None:
    if not addresses.answers(host, port, seconds=60):
        note("网页服务一分钟没有应答，原因见上")
        return
    print(f"\n  工会工作平台：{addresses.shown(host, port)}   （{time.monotonic() - begun:.1f} 秒）")
    if found.is_demo:
        print(addresses.demo_accounts())
    print("  按 Ctrl-C 停止\n", flush=True)


def web(asked: Words, port: int, found: Installation) -> Child:
    words = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", asked.host, "--port", str(port),
        "--workers", str(asked.workers), "--blocking-threads", "2", "--http", "1", "--no-ws",
        "--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS),
        "--http1-header-read-timeout", str(SLOW_HEADERS), "--workers-kill-timeout", "3",
        "--respawn-failed-workers", "--log-level", "warning", "config.wsgi:application",
    ]  # fmt: skip
    return Child("网页服务", words, serving_environment(found), patience=4.5)


def worker(found: Installation) -> Child:
    return Child("后台任务", [sys.executable, "-m", "gonghui.cli", "worker"], serving_environment(found), 3)


def serving_environment(found: Installation) -> dict[str, str]:
    return child_environment(GONGHUI_DEMO=str(int(found.is_demo)), DJANGO_SETTINGS_MODULE="config.settings")


def refuse_unsafe() -> None:
    """Neither layer of jurisdiction would hold otherwise."""
    app = dsn(roles.APP)
    faults = checks.faults_of_role(app) + checks.faults_of_sign_in(app)
    if not is_external():
        rules = home().cluster / "pg_hba.conf"
        faults += checks.faults_of_hba(rules, rules.read_text())
    debug = bool(import_module("config.settings").DEBUG)
    _refuse(faults + checks.faults_of_serving(debug=debug))


def refuse_public_demo(host: str, found: Installation) -> None:
    """Asked first, before anything is made that could then not be served."""
    _refuse(checks.faults_of_address(host, demo=found.is_demo))


def _refuse(faults: list[str]) -> None:
    if faults:
        raise Refusal(BLOCKED.format("\n  ".join(faults)))


@contextmanager
def alone(place: Home) -> Iterator[None]:
    """One ``run`` per data folder; a restore waits for none either."""
    place.prepare()
    with (place.path / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(RUNNING.format(place.path)) from None
        yield


@contextmanager
def ends_on_term() -> Iterator[None]:
    """While preparing, SIGTERM is like Ctrl-C: what was begun is rolled back, what was started is stopped."""

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
