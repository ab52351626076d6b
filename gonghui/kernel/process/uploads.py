"""Pictures and papers uploaded as evidence: only kinds that show and do nothing else, pictures re-encoded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from gonghui.kernel.files.images import cleaned
from gonghui.kernel.files.models import StoredFile
from gonghui.kernel.files.precheck import Refused, precheck
from gonghui.kernel.files.store import keep
from gonghui.kernel.process.definition import Evidence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit

LARGEST = 20 * 1024 * 1024
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
WANTED = "请上传照片（JPG、PNG）或 PDF"


def keep_upload(item: WorkItem, kind: Evidence, upload: UploadedFile[Any], *, actor: Actor) -> StoredFile:
    """Check, clean and store one upload; ``MoveRefused`` with a sentence when it is not what it should be."""
    if not upload.size:
        raise MoveRefused(f"“{upload.name}”是空的，{WANTED}")
    if upload.size > LARGEST:
        raise MoveRefused(f"“{upload.name}”超过 20 MB，请缩小或分开上传")
    with tempfile.TemporaryDirectory(prefix="proof-", dir=_work()) as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        name = upload.name or ""
        return _table(item, path, name, actor) if kind.table else _kept(item.place, path, name, actor, "凭证")


def keep_paper(unit: Unit, upload: UploadedFile[Any], *, actor: Actor, purpose: str) -> StoredFile:
    """A picture or a PDF that belongs to no matter, checked and cleaned alike."""
    if not upload.size:
        raise MoveRefused(f"“{upload.name}”是空的，{WANTED}")
    if upload.size > LARGEST:
        raise MoveRefused(f"“{upload.name}”超过 20 MB，请缩小或分开上传")
    with tempfile.TemporaryDirectory(prefix="paper-", dir=_work()) as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return _kept(unit, path, upload.name or "", actor, purpose)


def _table(item: WorkItem, path: Path, name: str, actor: Actor) -> StoredFile:
    """A table file, as it came; what is wrong in it is found when it is read."""
    try:
        precheck(path)
    except Refused as refusal:
        raise MoveRefused(f"“{name}”：{refusal}") from refusal
    return keep(
        actor=actor,
        unit=item.place,
        source=path,
        name=name,
        purpose="凭证",
        media_type="application/octet-stream",
    )


def _kept(unit: Unit, path: Path, name: str, actor: Actor, purpose: str) -> StoredFile:
    with path.open("rb") as source:
        head = source.read(8)
    if head.startswith(b"%PDF-"):
        return keep(
            actor=actor, unit=unit, source=path, name=name, purpose=purpose, media_type="application/pdf"
        )
    if not head.startswith(PICTURES):
        raise MoveRefused(f"“{name}”不是照片也不是 PDF，{WANTED}")
    try:
        with cleaned(path) as picture:
            plain = Path(name).stem + ".jpg"
            return keep(
                actor=actor,
                unit=unit,
                source=picture,
                name=plain,
                purpose=purpose,
                media_type="image/jpeg",
            )
    except Refused as refusal:
        raise MoveRefused(f"“{name}”打不开：{refusal}") from refusal


def _work() -> Path:
    folder: Path = settings.HOME.work
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
