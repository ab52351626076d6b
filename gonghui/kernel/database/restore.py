"""Putting a dump back, in one transaction: afterwards everything is as in the backup, or as it was before.

The dump is played as the owner. Its order makes that possible: rows go in before triggers, keys and row
policies exist, so neither the append-only journal nor a forced policy stands in the way, and all stand after.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from psycopg import sql

from gonghui.kernel.database.backup import Manifest, signing_in, uploads
from gonghui.kernel.database.cluster import binaries
from gonghui.kernel.database.roles import DEFINER, OWNER

# The functions of DEFINER are made before the dump's own grants are played.
EMPTY = f"""
\\set ON_ERROR_STOP on
SET client_min_messages = warning;
BEGIN;
DROP OWNED BY {OWNER}, {DEFINER};
GRANT CREATE, USAGE ON SCHEMA public TO {DEFINER};
"""
COMPARE = """
DO $compare$ DECLARE found bigint; BEGIN
    SELECT count(*) INTO found FROM {};
    IF found <> {} THEN RAISE EXCEPTION 'table % has % rows', {}, found; END IF;
END $compare$;
"""
FAILED = "没有恢复，数据还是恢复之前的样子：{}"


class NoRestore(Exception):
    """Why nothing was restored, in a sentence for the operator."""


def replace_database(owner: str, dump: Path, manifest: Manifest) -> None:
    """Empty the database, play the dump, compare the counts of every table, and only then commit."""
    target, env = signing_in(owner)
    psql = [str(binaries() / "psql"), "--no-psqlrc", "--quiet", f"--dbname={target}"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints, env=env, cwd="/"
        ) as process:
            assert process.stdin
            with contextlib.suppress(BrokenPipeError):  # it ended early and has said why
                _play(process.stdin, dump, manifest, env)
        complaints.seek(0)
        if process.returncode:
            raise NoRestore(FAILED.format(complaints.read().decode(errors="replace").strip()[-400:]))


def place_files(folder: Path, files: Path) -> int:
    """Add the backup's files to those there are; a name is never used twice, so nothing is overwritten."""
    found = list(uploads(folder))
    for path in found:
        place = files / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(path, place)
    return len(found)


def _play(script: IO[bytes], dump: Path, manifest: Manifest, env: dict[str, str]) -> None:
    """Without the last word nothing is committed: a dump that ends early changes nothing."""
    script.write(EMPTY.encode())
    words = [str(binaries() / "pg_restore"), "--file=-", str(dump)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd="/"
    ) as reading:
        assert reading.stdout
        shutil.copyfileobj(reading.stdout, script, 1 << 20)
    if reading.returncode:
        raise NoRestore(FAILED.format("备份里的数据库部分读不出来"))
    script.write(b"\nRESET ALL;\nSET row_security = on;\n")
    for name, rows in manifest.counts.items():
        script.write(_comparison(name, rows).encode())
    script.write(b"COMMIT;\n")
    script.close()


def _comparison(name: str, rows: int) -> str:
    table = sql.Identifier(*name.split(".", 1))
    return sql.SQL(COMPARE).format(table, sql.Literal(rows), sql.Literal(name)).as_string(None)
