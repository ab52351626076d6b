"""The people named on a visit; their numbers go nowhere but into sealed fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gonghui.kernel.identifiers import mobile as mobiles
from gonghui.kernel.identifiers import resident_id
from gonghui.kernel.ids import new_id
from gonghui.kernel.secrets.fields import index_of
from gonghui.registers.members.rules import GROUPS
from gonghui.registers.members.selectors import identity_of
from gonghui.work.survey.models import Answer, Subject, Worker

MOST = 200


@dataclass(frozen=True)
class Named:
    name: str
    mobile: str = ""
    id_number: str = ""
    group: str = ""
    platform: str = ""


def named(given: Any, today: date) -> list[Named]:
    """From a list of {name, mobile, id_number, group}, or lines "姓名 手机"; ``ValidationError`` says who is wrong."""
    lines = given.splitlines() if isinstance(given, str) else given or []
    if not isinstance(lines, list) or len(lines) > MOST:
        raise ValidationError(f"见到的人一次最多填 {MOST} 个")
    found = [_one(line, today) for line in lines]
    return [one for one in found if one is not None]


def _one(line: Any, today: date) -> Named | None:
    if isinstance(line, str):
        words = line.split()
        line = {"name": words[0] if words else "", "mobile": "".join(words[1:])}
    if not isinstance(line, dict):
        raise ValidationError("见到的人读不出来，请一行填一个：姓名 手机")
    said = {key: str(line.get(key) or "").strip() for key in ("name", "mobile", "id_number", "group")}
    if not said["name"]:
        return None
    if len(said["name"]) > 60 or (said["group"] and said["group"] not in dict(GROUPS)):
        raise ValidationError(f"“{said['name'][:10]}”这一行读不出来，请核对")
    return numbered(Named(**said), today)


def numbered(one: Named, today: date) -> Named:
    """With the numbers in their one way of writing."""
    try:
        mobile = mobiles.clean(one.mobile) if one.mobile else ""
        number = resident_id.clean(one.id_number, today=today) if one.id_number else ""
    except ValueError as fault:
        raise ValidationError(f"{one.name}：{fault}") from fault
    return Named(one.name, mobile, number, one.group, one.platform)


def note_workers(answer: Answer, people: list[Named]) -> None:
    for one in people:
        worker_of(answer.subject, one, "field", answer.met_on or answer.received_at.date(), answer).save(
            force_insert=True
        )


def worker_of(subject: Subject, one: Named, source: str, on: date, answer: Answer | None = None) -> Worker:
    """The row, not saved yet."""
    made = Worker(
        id=new_id(), subject=subject, answer=answer, source=source, name=one.name, group=one.group,
        platform=one.platform, seen_on=on,
    )  # fmt: skip
    fill(made, one)
    return made


def fill(made: Worker, one: Named) -> None:
    made.mobile, made.id_number = one.mobile, one.id_number
    made.mobile_index = index_of(one.mobile, "mobile") if one.mobile else None
    made.id_index = identity_of(one.id_number) if one.id_number else None
    made.birth_year = int(one.id_number[6:10]) if one.id_number else None
