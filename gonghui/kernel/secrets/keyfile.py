"""The key ring as a file: JSON, readable by its owner only, replaced in one step.

``{"format": 1, "keys": {"field": ["name:key", …]}}``, the last key of each purpose is current.
Lose this file and everything encrypted is lost: docs/operations.md says how to keep a copy.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gonghui.kernel.secrets.keys import (
    BROKEN,
    NO_PURPOSE,
    BrokenRing,
    Ring,
    RingKeyProvider,
    UnknownKey,
    key_text,
    new_key,
    new_ring,
    parse_key,
)

OPEN_TO_OTHERS = "密钥文件 {0} 别人也能读取，为防泄密已停止启动；请执行 chmod 600 {0}，并考虑更换密钥"
EXISTS = "密钥文件 {} 已经存在，没有覆盖它：覆盖后，用旧密钥加密的内容将再也解不开"


class UnsafeRing(PermissionError):
    """Others can read the keys; says so to the operator."""


class FileKeyProvider(RingKeyProvider):
    """Keys from a file. A key added to it while we run is found when first met in an encrypted text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(read_ring(path))

    def key(self, purpose: str, key_id: bytes) -> bytes:
        try:
            return super().key(purpose, key_id)
        except UnknownKey:
            self.ring = read_ring(self.path)
            return super().key(purpose, key_id)


def create_ring(path: Path) -> None:
    """Write a ring with one new key for every purpose; ``FileExistsError`` rather than overwrite."""
    with _written_aside(path, new_ring()) as aside:
        try:
            os.link(aside, path)
        except FileExistsError:
            raise FileExistsError(EXISTS.format(path)) from None


def add_key(path: Path, purpose: str) -> bytes:
    """Give ``purpose`` a new current key and return its name; the old keys stay readable."""
    with _locked(path.parent):
        ring = read_ring(path)
        if purpose not in ring:
            raise UnknownKey(NO_PURPOSE.format(purpose))
        key_id, key = new_key()
        ring[purpose][key_id] = key
        with _written_aside(path, ring) as aside:
            os.replace(aside, path)
    return key_id


def read_ring(path: Path) -> Ring:
    """``UnsafeRing`` when others may read the file, ``BrokenRing`` when it is not a key ring."""
    with path.open("rb") as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise UnsafeRing(OPEN_TO_OTHERS.format(path))
        text = file.read()
    try:
        keys: dict[str, list[str]] = json.loads(text)["keys"]
        return {purpose: dict(map(parse_key, texts)) for purpose, texts in keys.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, BrokenRing):
            raise
        raise BrokenRing(BROKEN.format("不是密钥文件")) from None


@contextmanager
def _written_aside(path: Path, ring: Ring) -> Iterator[Path]:
    """A complete file beside ``path``, safe on the disk, to be moved or linked into place."""
    keys = {purpose: [key_text(*pair) for pair in keys.items()] for purpose, keys in ring.items()}
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w") as file:
            json.dump({"format": 1, "keys": keys}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        yield aside
        _sync(path.parent)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
