"""A consistent copy of the database and the uploaded files as one stream, and back again.

A tar archive: ``manifest.json``; ``database/000001`` …, pieces of a dump by the cluster's own pg_dump;
``files/…`` as they lie (encrypted already). No key is ever in it. Whoever writes it to a disk encrypts it.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gonghui.kernel.database.cluster import binaries

FORMAT = 1
PIECE = 4 << 20  # bytes of the dump per part: a stream has no size to announce
DUMP = (
    "--format=custom",
    "--enable-row-security",
    "--compress=gzip:3",
    "--no-password",
    "--lock-wait-timeout=20000",
)
UPLOAD = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")
PART = re.compile(r"database/[0-9]{6}")

PARTIAL = "备份用的数据库角色 {} 读不全 {}，这样的备份不能用来恢复。请执行 gonghui setup 后再备份"
NOT_DUMPED = "数据库没有备份下来：{}"
NOT_OURS = "备份里的内容认不出来（{}），没有恢复"
NEWER = "这个备份是更新版本的程序做的（格式 {}），请先升级程序再恢复"

TABLES = r"""
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' ORDER BY 1, 2
"""
# With row security a policy that shows less than everything would shorten the dump without a word.
UNREADABLE = r"""
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_roles me
WHERE me.rolname = current_user AND c.relkind IN ('r', 'p', 'S') AND n.nspname NOT LIKE 'pg\_%'
  AND n.nspname <> 'information_schema' AND NOT (
    has_table_privilege(c.oid, 'SELECT') AND (
        NOT c.relrowsecurity OR me.rolsuper OR me.rolbypassrls OR EXISTS (
            SELECT 1 FROM pg_policies p WHERE p.schemaname = n.nspname AND p.tablename = c.relname
              AND p.permissive = 'PERMISSIVE' AND p.cmd IN ('SELECT', 'ALL') AND p.qual = 'true'
              AND current_user = ANY (p.roles))))
ORDER BY 1
"""


class NoBackup(Exception):
    """Why there is no backup, or none that can be used, in a sentence for the operator."""


@dataclass(frozen=True)
class Manifest:
    """What the archive holds. ``counts``: "schema.table" → rows; ``about``: the caller's own words."""

    made_at: str
    counts: Mapping[str, int]
    about: Mapping[str, Any]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def pack(dsn: str, files: Path, out: BinaryIO, *, made_at: str, about: Mapping[str, Any]) -> Manifest:
    """Write the archive. Counts and dump see the same moment; a file a row names is there, for it came first."""
    with psycopg.connect(dsn) as link, tarfile.open(fileobj=out, mode="w|") as tar:
        link.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _refuse_partial(link)
        row = link.execute("SELECT pg_export_snapshot()").fetchone()
        manifest = Manifest(made_at, counts(link), about)
        _add(tar, "manifest.json", json.dumps(asdict(manifest), ensure_ascii=False).encode())
        for number, piece in enumerate(_dump(dsn, row[0] if row else ""), 1):
            _add(tar, f"database/{number:06d}", piece)
        for path in uploads(files):
            tar.add(path, f"files/{path.relative_to(files)}", recursive=False)
    return manifest


def unpack(archive: BinaryIO, folder: Path) -> Manifest:
    """Take an archive apart into ``folder``: ``dump`` and ``files/``. Reads to the very end."""
    manifest = None
    with tarfile.open(fileobj=archive, mode="r|") as tar, (folder / "dump").open("wb") as dump:
        for part in tar:
            content = tar.extractfile(part)
            if content is None:
                raise NoBackup(NOT_OURS.format(part.name))
            if part.name == "manifest.json":
                manifest = _manifest(content.read())
            elif PART.fullmatch(part.name):
                dump.write(content.read())
            else:
                _put_upload(folder, part.name, content.read())
    while archive.read(PIECE):
        pass
    if manifest is None:
        raise NoBackup(NOT_OURS.format("manifest.json"))
    return manifest


def counts(link: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table, as far as this connection sees them."""
    found = {}
    for schema, table in link.execute(TABLES).fetchall():
        row = link.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
        ).fetchone()
        found[f"{schema}.{table}"] = row[0] if row else 0
    return found


def uploads(files: Path) -> Iterator[Path]:
    """The stored files, without those still being written."""
    for path in sorted(files.glob("*/*")):
        if UPLOAD.fullmatch(str(path.relative_to(files))):
            yield path


def signing_in(dsn: str) -> tuple[str, dict[str, str]]:
    """The connection words without the password, and the environment that carries it."""
    words: dict[str, Any] = dict(conninfo_to_dict(dsn))
    password = str(words.pop("password", "") or "")
    return make_conninfo(**words), {"PGPASSWORD": password, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


def _refuse_partial(link: psycopg.Connection[Any]) -> None:
    names = [name for (name,) in link.execute(UNREADABLE)]
    if names:
        raise NoBackup(PARTIAL.format(link.info.user, "、".join(names[:5])))


def _dump(dsn: str, snapshot: str) -> Iterator[bytes]:
    target, env = signing_in(dsn)
    words = [str(binaries() / "pg_dump"), *DUMP, f"--snapshot={snapshot}", f"--dbname={target}"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=complaints, env=env, cwd="/") as process:
            assert process.stdout
            while piece := process.stdout.read(PIECE):
                yield piece
        complaints.seek(0)
        if process.returncode:
            raise NoBackup(NOT_DUMPED.format(complaints.read().decode(errors="replace").strip()[-400:]))


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _put_upload(folder: Path, name: str, content: bytes) -> None:
    place = name.removeprefix("files/")
    if place == name or not UPLOAD.fullmatch(place):
        raise NoBackup(NOT_OURS.format(name))
    path = folder / "files" / place
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    path.chmod(0o600)


def _manifest(text: bytes) -> Manifest:
    words = json.loads(text)
    if words["format"] > FORMAT:
        raise NoBackup(NEWER.format(words["format"]))
    return Manifest(**words)
