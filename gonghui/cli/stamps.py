"""Whether database and static files already fit this version of the program, so that a start need not ask.

The database carries its stamp itself (a comment on Django's table of migrations): it goes with a dump,
and a new database has none. The static files carry theirs in a file beside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psycopg
from psycopg import sql

from gonghui.kernel.database.home import PACKAGE, Home

TABLE = "django_migrations"
LIBRARIES = ("django", "django-allauth", "procrastinate", "whitenoise")


def wanted() -> str:
    """What the database's stamp is when nothing needs to be done."""
    migrations = sorted(PACKAGE.glob("**/migrations/*.py"))
    seeds = sorted(path for path in PACKAGE.glob("*/*/data/*") if path.is_file())
    return _digest([*migrations, *seeds])


def found(dsn: str) -> str | None:
    """The database's stamp; None for a new one."""
    with psycopg.connect(dsn) as link:
        words = f"SELECT obj_description(to_regclass('public.{TABLE}'), 'pg_class')"
        row = link.execute(words).fetchone()
    return row[0] if row else None


def put(owner: str, stamp: str) -> None:
    with psycopg.connect(owner) as link:
        link.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(TABLE), sql.Literal(stamp)))


def static_wanted() -> str:
    return _digest(sorted(path for path in PACKAGE.glob("**/static/**/*") if path.is_file()))


def static_found(home: Home) -> str | None:
    file = static_file(home)
    return file.read_text() if file.exists() and (home.path / "static").exists() else None


def static_file(home: Home) -> Path:
    return home.path / "static.stamp"


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for library in LIBRARIES:
        whole.update(f"{library} {_version(library)}\n".encode())
    for file in files:
        whole.update(f"{file.relative_to(PACKAGE)}\n".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:32]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
