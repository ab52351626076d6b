"""Reads of the journal, in sentences."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from gonghui.kernel.journal.actions import VERBS, name_of
from gonghui.kernel.journal.models import Entry
from gonghui.kernel.reach.actor import Actor


def entries(actor: Actor) -> QuerySet[Entry]:
    """The journal as far as this actor sees it, newest first."""
    return Entry.objects.visible_to(actor).order_by("-pk")


def history_of(actor: Actor, row: models.Model, most: int = 20) -> list[dict[str, Any]]:
    """The last things that happened to a row."""
    found = Entry.objects.visible_to(actor).filter(subject=name_of(row)).order_by("-pk")[:most]
    return [said(entry) for entry in found]


def said(entry: Entry) -> dict[str, Any]:
    label = VERBS[entry.verb].label if entry.verb in VERBS else entry.verb
    shown = [entry.detail[key] for key in SHOWN if entry.detail.get(key)]
    details = "，".join(
        _word(value) for value in shown if not isinstance(value, int)
    )  # a number means nothing here
    return {
        "at": timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M"),
        "actor": f"{entry.actor_name}（{entry.role}）" if entry.role else entry.actor_name,
        "text": f"{label}：{details}" if details else label,
        "subject": entry.subject,
    }


def _word(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


# Which details are said, in this order: the database keeps them in an order of its own.
SHOWN = (
    *("username", "label", "name", "key", "value", "source", "target", "fields", "reason"),
    *("since", "until", "on"),
)
