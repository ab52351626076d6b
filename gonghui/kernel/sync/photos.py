"""Photos from a phone: one by one, ahead of the record they belong to, written anew without what a camera adds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghui.kernel.files.images import cleaned
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.files.store import keep
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.sync.models import Device, Photo
from gonghui.kernel.units.models import Unit

PURPOSE = "field.photo"


class PhotoRefused(Exception):
    """Why a photo is not kept; the record can be sent without it."""


def keep_photo(*, actor: Actor, device: Device, photo_id: UUID, source: Path, now: datetime) -> Photo:
    """Store one photo under the id made on the phone; sent again, it is the same one."""
    known = Photo.objects.visible_to(actor).filter(pk=photo_id).first()
    if known is not None:
        return known
    try:
        with cleaned(source) as picture:
            return _kept(actor, device, photo_id, picture, now)
    except (Refused, ChildFailed) as refusal:
        raise PhotoRefused(f"这张照片没收下：{refusal}。可以重拍一张，或者不带照片上传") from refusal


def _kept(actor: Actor, device: Device, photo_id: UUID, picture: Path, now: datetime) -> Photo:
    try:
        with transaction.atomic():
            unit = Unit.objects.get(pk=actor.unit_id)
            file = keep(
                actor=actor, unit=unit, source=picture, name=f"{photo_id}.jpg", purpose=PURPOSE,
                media_type="image/jpeg",
            )  # fmt: skip
            return Photo.objects.create(
                id=photo_id, device=device, account_id=actor.account_id, file=file, received_at=now
            )
    except IntegrityError:
        twin = Photo.objects.visible_to(actor).filter(pk=photo_id).first()
        if twin is None:
            raise PhotoRefused("这张照片的编号已经用过，请重拍一张") from None
        return twin
