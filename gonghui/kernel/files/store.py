"""Keeping files encrypted, and opening them for who may."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.fields import keys, profile
from gonghui.kernel.secrets.streams import decrypt_file, encrypt_file
from gonghui.kernel.units.models import Unit

KEEP = verb("files.keep", "存入文件", "name", "purpose", "size", "sha256")
DROP = verb("files.drop", "清理过期文件", "purpose", "size", "sha256")
OPEN = verb("files.download", "下载文件", "name", "purpose", "sha256")


@transaction.atomic
def keep(*, actor: Actor, unit: Unit, source: Path, name: str, purpose: str, media_type: str) -> StoredFile:
    """Store a copy of ``source``, encrypted. A file whose transaction fails is an orphan nobody can name."""
    file = StoredFile(
        unit=unit,
        account_id=actor.account_id,
        name=clean_name(name),
        purpose=purpose,
        media_type=media_type,
        size=source.stat().st_size,
        sha256=digest(source),
    )
    place = place_of(file)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = place.with_suffix(".new")
    try:
        with (
            source.open("rb") as src,
            os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as dst,
        ):
            encrypt_file(src, dst, bound(file), keys(), profile())
            dst.flush()
            os.fsync(dst.fileno())
        fresh.rename(place)
    except OSError:  # a full disk gets back what half a file took
        fresh.unlink(missing_ok=True)
        raise
    file.save(force_insert=True)
    details = {"name": file.name, "purpose": purpose, "size": file.size, "sha256": file.sha256}
    record(actor, KEEP, file, unit_id=unit.pk, **details)
    return file


@contextmanager
def opened(file: StoredFile) -> Iterator[Path]:
    """The file in clear, in a folder of its own that is gone afterwards."""
    work = settings.HOME.work
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="open-", dir=work) as folder:
        path = Path(folder) / "file"
        with place_of(file).open("rb") as src, path.open("wb") as dst:
            decrypt_file(src, dst, bound(file), keys())
        yield path


def own_files(actor: Actor) -> QuerySet[StoredFile]:
    """What this person put in or had made, in the units they reach now."""
    return StoredFile.objects.visible_to(actor).filter(account_id=actor.account_id)


@transaction.atomic
def note_download(*, actor: Actor, file: StoredFile) -> None:
    record(actor, OPEN, file, unit_id=file.unit_id, name=file.name, purpose=file.purpose, sha256=file.sha256)


@transaction.atomic
def drop(*, actor: Actor, file: StoredFile) -> None:
    """Delete a file for good, once the transaction has succeeded; that it was there stays in the journal."""
    record(actor, DROP, file, unit_id=file.unit_id, purpose=file.purpose, size=file.size, sha256=file.sha256)
    place = place_of(file)
    StoredFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def place_of(file: StoredFile) -> Path:
    folder: Path = settings.HOME.files
    return folder / file.pk.hex[-2:] / file.pk.hex


def bound(file: StoredFile) -> bytes:
    return f"files_storedfile:{file.pk}".encode()


def digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def clean_name(name: str) -> str:
    """The last part of a name, without what a header or a file system would trip over."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(mark for mark in last if mark.isprintable() and mark not in '<>:"|?*').strip(". ")
    return kept[-150:] or "未命名"
