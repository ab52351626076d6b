"""What a phone sends, read: JSON from outside may be anything."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any
from uuid import UUID

from gonghui.kernel.sync.receiving import Sent
from gonghui.kernel.sync.rules import AT_ONCE
from gonghui.site.middleware import is_dirty

LARGEST = 200_000  # characters of one record's content
MOST_PHOTOS = 12
DEEPEST = 20


class Unreadable(Exception):
    """It is not what a phone of ours sends."""


def read(body: bytes) -> dict[str, Any]:
    """The object in a request, without what no column could hold."""
    try:
        found = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise Unreadable from fault
    if not isinstance(found, dict) or is_dirty(texts(found)):
        raise Unreadable
    return found


def _refuse(text: str) -> None:
    raise ValueError(text)


def texts(value: Any, depth: int = 0) -> list[str]:
    """Every text in it, keys as well; ``Unreadable`` for what is nested beyond sense or a number beyond all."""
    if depth > DEEPEST or (isinstance(value, float) and not math.isfinite(value)):
        raise Unreadable
    if isinstance(value, dict):
        return [*value, *(text for one in value.values() for text in texts(one, depth + 1))]
    if isinstance(value, list):
        return [text for one in value for text in texts(one, depth + 1)]
    return [value] if isinstance(value, str) else []


def uuid_of(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as fault:
        raise Unreadable from fault


def moment_of(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (ValueError, TypeError) as fault:
        raise Unreadable from fault
    if found.tzinfo is None or not 1980 < found.year < 2200:
        raise Unreadable
    return found


def records_of(body: dict[str, Any]) -> tuple[list[Sent], list[UUID]]:
    """The records of a request, and the ids of those that cannot be read."""
    given = body.get("records")
    if not isinstance(given, list) or len(given) > AT_ONCE:
        raise Unreadable
    good, bad = [], []
    for one in given:
        pk = uuid_of(one.get("id") if isinstance(one, dict) else None)
        try:
            good.append(_record(pk, one))
        except Unreadable:
            bad.append(pk)
    return good, bad


def _record(pk: UUID, one: dict[str, Any]) -> Sent:
    content, photos = one.get("content"), one.get("photos", [])
    kind, subject, base = one.get("kind"), one.get("subject", ""), one.get("base_version", 0)
    if not isinstance(content, dict) or len(json.dumps(content, ensure_ascii=False)) > LARGEST:
        raise Unreadable
    if not isinstance(photos, list) or len(photos) > MOST_PHOTOS:
        raise Unreadable
    if not isinstance(kind, str) or not isinstance(subject, str) or type(base) is not int:
        raise Unreadable
    if not (0 < len(kind) <= 60 and len(subject) <= 80 and 0 <= base < 2**31):
        raise Unreadable
    instead = uuid_of(one["instead"]) if one.get("instead") else None
    ids = tuple(dict.fromkeys(uuid_of(photo) for photo in photos))
    return Sent(pk, kind, subject, base, content, ids, moment_of(one.get("made_at")), instead)
