"""What a command needs around it: the database running, Django loaded, and as which role."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote

from gonghui.cli.answers import Refusal
from gonghui.kernel.database import roles
from gonghui.kernel.database.cluster import DATABASE, Cluster
from gonghui.kernel.database.home import PACKAGE, Home, home

ADDRESSES = {
    roles.APP: "DATABASE_URL",
    roles.OWNER: "DATABASE_OWNER_URL",
    roles.BACKUP: "DATABASE_BACKUP_URL",
}
NOT_SET_UP = "这里还没有安装：请先执行 gonghui setup（或 gonghui run）"
NO_ADDRESS = "数据库在别处（DATABASE_URL），这条命令还需要 {}：角色 {} 的连接地址，写法见 docs/operations.md"


def is_external() -> bool:
    """Whether the database is a server of its own rather than the one in the data folder."""
    return bool(os.environ.get("DATABASE_URL"))


def dsn(role: str) -> str:
    """Connection words for a role, embedded or external."""
    if not is_external():
        return Cluster(home()).dsn(role)
    if given := os.environ.get(ADDRESSES[role]):
        return given
    raise Refusal(NO_ADDRESS.format(ADDRESSES[role], role))


@contextmanager
def database(*, fresh: bool = False) -> Iterator[Cluster | None]:
    """The embedded cluster for the length of a command, None when it is elsewhere; ``fresh``: it may be made now."""
    cluster = Cluster(home())
    if not (is_external() or fresh or cluster.exists):
        raise Refusal(NOT_SET_UP)
    with nullcontext() if is_external() else cluster.serving():
        yield None if is_external() else cluster


def load_django(role: str = roles.APP) -> None:
    """Load the program; all its queries run as ``role``."""
    if role != roles.APP:
        os.environ["DATABASE_URL"] = dsn(role) if is_external() else url(home(), role)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if (checkout := str(PACKAGE.parent)) not in sys.path:
        sys.path.insert(0, checkout)
    import django  # half a second; only commands that need it pay

    django.setup()


def url(place: Home, role: str) -> str:
    password = roles.read_passwords(place.secrets)[role]
    return f"postgresql://{role}:{quote(password, safe='')}@/{DATABASE}?host={quote(str(place.sockets), safe='')}"


def child_environment(**more: str) -> dict[str, str]:
    """For a process that serves: it never holds the owner's address."""
    hidden = {"DATABASE_OWNER_URL", "DATABASE_BACKUP_URL", "GONGHUI_AS_OWNER"}
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return kept | {"GONGHUI_HOME": str(home().path), "PYTHONPATH": _python_path()} | more


def _python_path() -> str:
    return os.pathsep.join(filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))


def readable(text: str) -> Path:
    """A file the command line names."""
    path = Path(text)
    if not path.is_file():
        raise Refusal(f"找不到文件：{text}")
    return path
