"""A phone's life with us: first contact, every contact after, and the end of what lies on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting
from gonghui.kernel.sync.models import Device
from gonghui.kernel.sync.rules import PACKAGE_LASTS, skew

ENROL = verb("sync.enrol", "手机装上联系网", "kind")
WIPE = verb("sync.wipe", "要求清除手机资料", "kind")
WIPED = verb("sync.wiped", "手机资料已清除", "kind")


class PhoneRefused(Exception):
    """Why this phone gets and gives nothing; the text is shown on it. ``wipe``: it shall forget everything."""

    def __init__(self, text: str, *, wipe: bool = False) -> None:
        super().__init__(text)
        self.wipe = wipe


FORGOTTEN = "这部手机上的资料已按要求清除"
ANOTHERS = "这部手机上存的是另一个身份的资料。请换回原来的身份上传，或者先在“我的”里清空本机"


@transaction.atomic
def contact(
    *, actor: Actor, device_id: UUID, kind: str, now: datetime, sent_at: datetime | None = None
) -> Device:
    """The phone is here again, or for the first time. ``PhoneRefused`` when it is to be wiped, or is another's."""
    device = Device.objects.visible_to(actor).filter(pk=device_id, account_id=actor.account_id).first()
    if device is None:
        device = _enrol(actor, device_id, kind, now)
    if device.wipe_asked_at or device.wiped_at:
        raise PhoneRefused(FORGOTTEN, wipe=True)
    if device.post_id != actor.post_id:
        raise PhoneRefused(ANOTHERS)
    device.last_seen_at, device.expires_at = now, now + PACKAGE_LASTS
    device.clock_ahead = skew(sent_at, now) if sent_at else device.clock_ahead
    device.save(update_fields=["last_seen_at", "expires_at", "clock_ahead"])
    return device


def _enrol(actor: Actor, device_id: UUID, kind: str, now: datetime) -> Device:
    device = Device(
        id=device_id,
        account_id=actor.account_id,
        account_name=actor.name,
        post_id=actor.post_id,
        role_label=actor.role_label,
        unit_id=actor.unit_id,
        kind=kind[:60],
        first_seen_at=now,
        last_seen_at=now,
        expires_at=now + PACKAGE_LASTS,
    )
    try:
        with transaction.atomic():
            device.save(force_insert=True)
    except IntegrityError:
        raise PhoneRefused(ANOTHERS) from None
    record(actor, ENROL, device, unit_id=actor.unit_id, kind=device.kind)
    return device


@transaction.atomic
def ask_wipe(*, actor: Actor, device: Device, now: datetime) -> None:
    """What lies on this phone is to go at its next contact: it is lost, or its holder has left."""
    if device.wipe_asked_at is None:
        device.wipe_asked_at = now
        device.save(update_fields=["wipe_asked_at"])
        record(actor, WIPE, device, unit_id=device.unit_id, kind=device.kind)


def forgotten(device_id: UUID, today: date) -> bool:
    """Whether this phone shall forget everything: asked for, its account closed, or its post ended. Needs no reach:
    whoever holds a lost phone is not signed in.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sync_forgotten(%s, %s)", [device_id, today])
        return bool(cursor.fetchone()[0])


def erased(device_id: UUID, now: datetime) -> None:
    """The phone is about to forget everything because it was told to; noted by the program, for it signs in no more."""
    with acting(system("联系网")) as program:
        device = Device.objects.select_for_update().filter(pk=device_id, wiped_at=None).first()
        if device is not None:
            device.wiped_at = now
            device.save(update_fields=["wiped_at"])
            record(program, WIPED, device, unit_id=device.unit_id, kind=device.kind)
