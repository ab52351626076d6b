"""A PostgreSQL of one's own, as the distribution ships it, with a standby beside it; only on loopback."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

BIN = Path("/usr/lib/postgresql/15/bin")
WORD = "only-for-these-tests"
SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 60
wal_keep_size = 256MB
cluster_name = '{name}'
"""
HBA = "host all all 127.0.0.1/32 scram-sha-256\nhost replication gonghui_standby 127.0.0.1/32 scram-sha-256\n"
ROLES = f"""
CREATE ROLE gonghui_owner    LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{WORD}';
CREATE ROLE gonghui_app      LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{WORD}';
CREATE ROLE gonghui_readonly LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{WORD}';
CREATE ROLE gonghui_backup   LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{WORD}';
CREATE ROLE gonghui_standby  LOGIN REPLICATION PASSWORD '{WORD}';
CREATE ROLE gonghui_definer  NOLOGIN NOSUPERUSER NOBYPASSRLS;
GRANT gonghui_definer TO gonghui_owner;
CREATE DATABASE gonghui OWNER gonghui_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE gonghui FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE gonghui TO gonghui_app, gonghui_readonly, gonghui_backup
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Server:
    """One of the two. ``folder``: its data."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name, self.port = folder, name, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        word = self.folder.parent / "word"
        word.write_text(WORD)
        shutil.chown(word, *_account())
        run("initdb", "-D", self.folder, "-U", "root_of_it", "--auth=scram-sha-256", f"--pwfile={word}", "--locale=C.UTF-8",
            "--encoding=UTF8", "--data-checksums")  # fmt: skip
        (self.folder / "pg_hba.conf").write_text(HBA)
        self.configure()

    def configure(self) -> None:
        with (self.folder / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS.format(port=self.port, name=self.name))

    def start(self) -> None:
        log = (self.folder.parent / f"{self.name}.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [*_as(), str(BIN / "postgres"), "-D", str(self.folder)], stdout=log, stderr=log, cwd="/", start_new_session=True
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(psycopg.OperationalError), self.link():
                return
            time.sleep(0.1)
        raise AssertionError((self.folder.parent / f"{self.name}.log").read_text()[-2000:])

    def link(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        words = f"host=127.0.0.1 port={self.port} user=root_of_it password={WORD} dbname={database}"
        return psycopg.connect(words, autocommit=True, connect_timeout=5)

    def do(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with self.link(database) as link:
            for statement in statements:
                found = link.execute(statement)
            return found.fetchall() if found.description else []

    def copy_of(self, primary: Server) -> None:
        words = f"host=127.0.0.1 port={primary.port} user=gonghui_standby password={WORD} application_name={self.name}"
        run("pg_basebackup", "-D", self.folder, "-d", words, "-X", "stream", "-c", "fast", "-R")
        self.configure()

    def promote(self) -> None:
        run("pg_ctl", "promote", "-w", "-D", self.folder)

    def kill(self) -> None:
        """Every process of it at once, as when the machine loses its power."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextlib.contextmanager
def two_servers(folder: Path) -> Iterator[tuple[Server, Server]]:
    """The first is set up and running, with the platform's roles; nothing is copied yet."""
    assert BIN.exists(), "apt-get install postgresql-15: make assure 会装"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, *_account())
    pair = Server(folder / "one", "one"), Server(folder / "two", "two")
    try:
        pair[0].create()
        pair[0].start()
        pair[0].do(*ROLES.strip().split(";\n"))
        yield pair
    finally:
        for server in pair:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def run(program: str, *words: object) -> None:
    done = subprocess.run(
        [*_as(), str(BIN / program), *map(str, words)], cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _as() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={_account()[0]}", f"--regid={_account()[1]}", "--clear-groups"]


def _account() -> tuple[int, int]:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    found = pwd.getpwnam("postgres")
    return found.pw_uid, found.pw_gid
