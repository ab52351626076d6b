"""Telling, taking back, reading, and saying how one wants to be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from gonghui.kernel.journal.actions import record, verb
from gonghui.kernel.notices.catalogue import KINDS
from gonghui.kernel.notices.models import CHANNELS, Delivery, Notice, Preference
from gonghui.kernel.notices.selectors import Receiver, own_preference, unread
from gonghui.kernel.reach.actor import Actor

TELL = verb("notices.tell", "发出通知", "kind", "receivers")
WITHDRAW = verb("notices.withdraw", "撤回通知", "receivers")
WORD_HOLDS = timedelta(days=3)  # who could not be reached for so long finds it on the page
PREFER = verb("notices.prefer", "改通知设置", "digest")


@transaction.atomic
def tell(
    *,
    actor: Actor,
    key: str,
    to: Iterable[Receiver],
    unit_id: int | None,
    url: str,
    now: datetime,
    **facts: Any,
) -> int:
    """Tell each of ``to`` once, in the caller's transaction; returns how many. ``url``: the way to the matter.

    It is seen, and a message leaves, when what happened can no longer be taken back.
    """
    kind = KINDS[key]
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice leads to a page of the platform, not to {url!r}")
    text = kind.said(facts)
    shared = {
        "unit_id": unit_id, "key": key, "text": text, "url": url, "urgency": kind.urgency,
        "told_by": actor.account_id, "at": now, "not_before": now + kind.undo,
    }  # fmt: skip
    made = [Notice(account_id=one.account_id, post_id=one.post_id, **shared) for one in dict.fromkeys(to)]
    Notice.objects.bulk_create(made)
    if made:
        record(actor, TELL, f"notices:{key}", unit_id=unit_id, kind=key, receivers=len(made))
    return len(made)


@transaction.atomic
def send_word(
    *, actor: Actor, key: str, channel: str, address: str, unit_id: int | None, now: datetime
) -> None:
    """Tell somebody without an account, at the address they gave; it leaves outside quiet hours and is forgotten then."""
    kind = KINDS[key]
    made = Delivery(account_id=0, channel=channel, kind=key, urgency=kind.urgency, due_at=now, made_at=now)
    made.address, made.expires_at = address, now + WORD_HOLDS
    made.save(force_insert=True)
    record(actor, TELL, f"notices:{key}", unit_id=unit_id, kind=key, receivers=1)


@transaction.atomic
def withdraw(*, actor: Actor, url: str, now: datetime, unit_id: int | None = None) -> int:
    """Take back what ``actor`` told about ``url`` and nobody has seen yet; part of undoing. Returns how many."""
    found = Notice.objects.filter(url=url, told_by=actor.account_id, withdrawn_at=None, not_before__gt=now)
    count = found.update(withdrawn_at=now)
    if count:
        record(actor, WITHDRAW, "notices", unit_id=unit_id, receivers=count)
    return count


@transaction.atomic
def mark_read(*, actor: Actor, pk: UUID, now: datetime) -> str:
    """The reader opened a notice; returns the way to its matter, "" when there is no such notice.

    Not in the journal: whether somebody has read is theirs to know.
    """
    one = unread(actor, now).filter(pk=pk).first()
    if one is not None:
        Notice.objects.filter(pk=one.pk).update(read_at=now)
        return one.url
    seen = Notice.objects.visible_to(actor).filter(pk=pk, withdrawn_at=None, not_before__lte=now).first()
    return seen.url if seen else ""


@transaction.atomic
def mark_all_read(*, actor: Actor, now: datetime) -> int:
    return unread(actor, now).update(read_at=now)


@transaction.atomic
def prefer(
    *, actor: Actor, muted: Iterable[str], digest: bool | None, quiet: tuple[time, time] | None
) -> Preference:
    """How the person wants to be told from now on; what waits to be sent follows it too. None: as the rules say."""
    wishes = own_preference(actor)
    wishes.muted = [channel for channel in CHANNELS if channel in set(muted)]
    wishes.digest = digest
    wishes.quiet_since, wishes.quiet_until = quiet or (None, None)
    wishes.full_clean(exclude=["account"])
    wishes.save()
    record(actor, PREFER, wishes, unit_id=actor.unit_id or None, digest=digest)
    return wishes
