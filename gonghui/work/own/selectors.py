"""What somebody signed in may read of themselves. None of these takes a person: the database knows whose session it is."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from gonghui.kernel.actors.roles import ROLES
from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members.models import Person
from gonghui.work.own.models import Binding

WECHAT = "own:wechat"  # what the keyed hash is for
EXPORTED = "register.export"
LABELS = {
    "id_number": "证件号码", "mobile": "手机号", "birth_date": "出生日期", "home_address": "家庭住址", "hukou_place": "户籍所在地",
    "marital": "婚姻状况", "note": "备注",
}  # fmt: skip


def whose(mobile: str, last_four: str) -> UUID | None:
    """Whose number this is, when the document's last four characters are right too; None when nobody's or two people's.

    A number given up is given to somebody else after some months: the number alone proves nothing.
    """
    rows = Person.objects.raw("SELECT id, id_number FROM own_found(%s)", [index_of(mobile, "mobile")])
    wanted = last_four.upper().encode()
    found = [row.pk for row in rows if row.id_number and hmac.compare_digest(row.id_number.reveal()[-4:].upper().encode(), wanted)]  # fmt: skip
    return found[0] if len(found) == 1 else None


def bound_to(who: str) -> UUID | None:
    """Whose pages this 微信 opens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT own_bound(%s)", [index_of(who, WECHAT)])
        found: UUID | None = cursor.fetchone()[0]
        return found


def bound_at() -> datetime | None:
    """Since when whoever is signed in may come by 微信."""
    return Binding.objects.values_list("bound_at", flat=True).first()  # the database shows nobody else's


def person() -> Person | None:
    """The file of whoever is signed in; None when it is gone."""
    return next(iter(Person.objects.raw("SELECT * FROM own_person()")), None)


def memberships() -> list[dict[str, Any]]:
    """The open one first."""
    return _rows("SELECT * FROM own_memberships()")


def unions() -> list[dict[str, Any]]:
    """Where the file lies, and those above, the nearest first: name, office phone, address."""
    return _rows("SELECT * FROM own_unions()")


def _rows(statement: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [one.name for one in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def requests() -> list[dict[str, Any]]:
    """What was asked for, the newest first: number, kind, reason, office, dates, outcome, and what was answered."""
    return _rows("SELECT * FROM own_requests()")


def consents() -> list[dict[str, Any]]:
    """What was agreed to and taken back, the newest first."""
    return _rows("SELECT * FROM own_consents()")


def looks() -> list[dict[str, Any]]:
    """Who looked: day, office and role, what, and the reason given; never a colleague's name."""
    return [_look(row) for row in _rows("SELECT * FROM own_looks()")]


def _look(row: dict[str, Any]) -> dict[str, Any]:
    posts = json.loads(row["posts"]) if isinstance(row["posts"], str) else row["posts"] or []
    offices = [
        one["unit"] for one in posts if one["role"] in ROLES and ROLES[one["role"]].label == row["role"]
    ]
    what = (
        "导出会员名册（可能有您）"
        if row["verb"] == EXPORTED
        else f"查看{LABELS.get(row['field'], '信息')}全号"
    )
    shown = {
        "day": row["day"],
        "office": "、".join(dict.fromkeys(offices)),
        "role": row["role"],
        "what": what,
    }
    return shown | {"reason": row["reason"] or ""}
