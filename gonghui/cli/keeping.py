"""``gonghui backup`` and ``gonghui restore``: one encrypted file, and everything back from it."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from gonghui.cli import installation
from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.cli.run import alone
from gonghui.cli.steps import step
from gonghui.cli.surroundings import database, dsn, readable
from gonghui.kernel.database import roles
from gonghui.kernel.database.backup import Manifest, pack, unpack
from gonghui.kernel.database.checks import number_of_units
from gonghui.kernel.database.home import Home, home
from gonghui.kernel.database.restore import place_files, replace_database
from gonghui.kernel.secrets.keyfile import FileKeyProvider, read_ring
from gonghui.kernel.secrets.streams import decrypted_chunks, encrypt_file

MAGIC = b"gonghui backup 1\n"
EXISTS = "{} 已经存在，没有覆盖它：请换一个文件名"
NO_BACKUP = "{} 不是本平台的备份文件"
NO_KEYS = (
    "这里没有密钥文件 {}，备份解不开：请把备份时另存的 keys.json 放到那里（权限 600），或加上 --keys 密钥文件"
)
OTHER_KEYS = "这里已有另一套密钥 {}：请先把它移到别处保存，再恢复"
HAS_DATA = (
    "这里已有数据，没有恢复：要用备份替换它们，请加 --replace；要保留，请用 GONGHUI_HOME 指定一个新文件夹"
)
KEYS_APART = "备份里没有密钥：请另外保管好 {}，没有它，备份谁也打不开"


def back_up(asked: Words) -> Answer:
    out, place = Path(asked.file).absolute(), home()
    if out.exists():
        raise Refusal(EXISTS.format(out))
    fresh = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with (
            step("备份"),
            os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as dst,
        ):
            manifest = write_backup(place, dst)
            dst.flush()
            os.fsync(dst.fileno())
        fresh.rename(out)
    finally:
        fresh.unlink(missing_ok=True)
    size = out.stat().st_size
    text = f"已备份到 {out}：{manifest.rows:,} 行，{size / 1e6:.1f} MB。\n{KEYS_APART.format(ring_of(place))}"
    return Answer(
        text, {"file": str(out), "bytes": size, "made_at": manifest.made_at, "counts": manifest.counts}
    )


def write_backup(place: Home, dst: BinaryIO) -> Manifest:
    """The archive flows through a pipe into the cipher, so nothing lies on the disk in clear."""
    keys = FileKeyProvider(ring_of(place))
    kind = installation.known(place)
    about = {"kind": kind.kind if kind else "real"}
    done: list[Manifest | BaseException] = []
    reading, writing = os.pipe()

    def produce() -> None:
        try:
            with os.fdopen(writing, "wb") as out:
                moment = datetime.now(UTC).isoformat(timespec="seconds")
                done.append(pack(dsn(roles.BACKUP), place.files, out, made_at=moment, about=about))
        except BaseException as fault:  # told in the other thread
            done.append(fault)

    producer = threading.Thread(target=produce)
    producer.start()
    dst.write(MAGIC)
    with os.fdopen(reading, "rb") as src:
        encrypt_file(src, dst, MAGIC, keys, purpose="backup")
    producer.join()
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def bring_back(asked: Words) -> Answer:
    """First the whole file is read and verified; then the database is replaced in one transaction."""
    source, place = readable(asked.file), home()
    with alone(place):
        ring_ready(place, asked.keys)
        with workshop(place, "restore-") as folder:
            with step("解密并核验备份"):
                manifest = open_backup(source, place, folder)
            with database(fresh=True):
                refuse_data(place, asked)
                number = put_back(source, place, folder, manifest)
    text = f"已恢复到 {manifest.made_at} 的样子：{manifest.rows:,} 行，{number:,} 个文件。现在可以执行 gonghui run"
    return Answer(text, {"made_at": manifest.made_at, "counts": manifest.counts, "files": number})


def put_back(source: Path, place: Home, folder: Path, manifest: Manifest) -> int:
    """The marker stays when this is cut short, and says so at the next start."""
    marker = place.path / "restore-unfinished"
    marker.write_text(f"{source.absolute()}\n")
    with step("恢复文件"):
        number = place_files(folder / "files", place.files)
    with step("恢复数据库"):
        replace_database(dsn(roles.OWNER), folder / "dump", manifest)
    installation.remember(place, manifest.about.get("kind", "real"))
    marker.unlink()
    return number


def open_backup(source: Path, place: Home, folder: Path) -> Manifest:
    with source.open("rb") as src:
        if src.read(len(MAGIC)) != MAGIC:
            raise Refusal(NO_BACKUP.format(source))
        chunks = decrypted_chunks(src, MAGIC, FileKeyProvider(ring_of(place)), purpose="backup")
        return unpack(io.BufferedReader(Chunks(chunks), 1 << 20), folder)


def ring_ready(place: Home, given: str | None) -> None:
    ring = ring_of(place)
    if given is None:
        if not ring.exists():
            raise Refusal(NO_KEYS.format(ring))
        return
    keys = readable(given)
    if ring.exists() and read_ring(ring) != read_ring(keys):
        raise Refusal(OTHER_KEYS.format(ring))
    read_ring(keys)
    place.prepare()
    if not ring.exists():
        with os.fdopen(os.open(ring, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(keys.read_bytes())


def refuse_data(place: Home, asked: Words) -> None:
    unfinished = (place.path / "restore-unfinished").exists()
    if not (asked.replace or unfinished) and number_of_units(dsn(roles.APP)):
        raise Refusal(HAS_DATA)


@contextmanager
def workshop(place: Home, prefix: str) -> Iterator[Path]:
    """A folder of our own that is gone afterwards; what a killed run left is cleared away first."""
    place.prepare()
    for old in place.work.glob(f"{prefix}*"):
        shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place.work) as folder:
        yield Path(folder)


def ring_of(place: Home) -> Path:
    return place.secrets / "keys.json"


class Chunks(io.RawIOBase):
    """An iterator of pieces, read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = piece
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size
