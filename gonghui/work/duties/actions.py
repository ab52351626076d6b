"""Keeping the list of duties, opening each cycle's matters, and what goes to the office above."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.calendar.rules import calendar_days
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.documents.issuing import issue
from gonghui.kernel.journal.actions import record as journal
from gonghui.kernel.journal.actions import verb
from gonghui.kernel.notices.actions import tell
from gonghui.kernel.notices.catalogue import notice
from gonghui.kernel.notices.selectors import holders
from gonghui.kernel.process import clocks
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused, hand_to, note, post_at
from gonghui.kernel.process.telling import url_of
from gonghui.kernel.process.triggered import cleared_by_fact, open_by_rule
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.filling import changed as changes
from gonghui.kernel.register.filling import fill
from gonghui.kernel.units.models import Unit
from gonghui.kernel.units.selectors import chain
from gonghui.registers.unions.models import Union
from gonghui.work.duties.models import Duty, DutyMatter, UpwardReport, UpwardRequest
from gonghui.work.duties.process import ABOVE, DUTY, REPORT, REQUEST
from gonghui.work.duties.rules import Period, period_words
from gonghui.work.duties.selectors import answer_of, kind_of_answer, known_done

ADOPT = verb("duties.adopt", "采用默认权责清单", "lines")
ENTER = verb("duties.enter", "登记职责", "title")
CHANGE = verb("duties.change", "更改职责", "fields")
REPORTED = notice("upward.reported", "下级报告", "{unit}报来报告：{title}")
DEFAULTS = Path(__file__).with_name("data") / "duties.csv"


@transaction.atomic
def adopt(*, actor: Actor, unit: Unit, today: date) -> int:
    """采用默认清单: the lines that the unit's list does not have yet; returns how many."""
    known = set(Duty.objects.visible_to(actor).filter(unit=unit).values_list("key", flat=True))
    with DEFAULTS.open(encoding="utf-8") as source:
        made = [_default(row, unit, today) for row in csv.DictReader(source) if row["key"] not in known]
    for duty in made:
        duty.save(force_insert=True)
    if made:
        journal(actor, ADOPT, f"duties:{unit.pk}", unit_id=unit.pk, lines=len(made))
    return len(made)


def _default(row: dict[str, str], unit: Unit, today: date) -> Duty:
    numbers = {name: int(row.pop(name)) for name in ("due_month", "due_day")}
    is_on = row.pop("is_on") == "1"
    made = Duty(unit=unit, begun_on=today, is_on=is_on, **numbers, **row)
    made.full_clean(exclude=["path"])
    return made


@transaction.atomic
def keep_duty(*, actor: Actor, today: date, duty: Duty | None, unit: Unit, **values: Any) -> Duty:
    """Enter a line of the list, or change one."""
    if duty is None:
        duty = Duty(unit=unit, begun_on=today)
        fill(duty, values)
        duty.full_clean(exclude=["path"])
        duty.save(force_insert=True)
        journal(actor, ENTER, duty, unit_id=unit.pk, title=duty.title)
        return duty
    if changed := changes(duty, values):
        fill(duty, {name: values[name] for name in changed})
        if "is_on" in changed and duty.is_on:
            duty.begun_on = today  # what was due before nobody was asked for is not asked for now
        duty.full_clean(exclude=["path"])
        duty.save()
        journal(actor, CHANGE, duty, unit_id=duty.unit_id, fields=sorted(changed))
    return duty


def subject_of(duty: Duty, unit_id: int, period: Period) -> str:
    return f"{duty.pk}:{unit_id}:{period.key}"


@transaction.atomic
def open_cycle(duty: Duty, union: Union, period: Period, *, actor: Actor, now: datetime) -> WorkItem | None:
    """The matter of one union's duty in one period; None where the program's own figures show it is done."""
    today = day_of(now)
    if known_done(duty, actor, union.unit, today):
        return None
    title = f"{period_words(period.key)}{'：' if period.key != 'once' else ''}{duty.title}"
    facts = {"period": period.key, "due_on": period.due_on}
    item = open_by_rule(
        DUTY, rule="duty", subject=subject_of(duty, union.pk, period), title=title, unit=union.unit, facts=facts,
        actor=actor, now=now,
        record={"duty": duty, "period": period.key, "since": period.since, "due_on": period.due_on},
    )  # fmt: skip
    _to_owner(item, duty, actor, now)
    days = max(1, (period.due_on - period.since).days + 1)
    clocks.run_from(item, "cycle", period.due_on - timedelta(days=days), calendar(), calendar_days(days))
    return item


def _to_owner(item: WorkItem, duty: Duty, actor: Actor, now: datetime) -> None:
    """To the post the list names, where somebody holds it in the union itself."""
    owner = post_at([item.unit_id], [duty.role], day_of(now))
    if owner is not None and (owner.unit_id, owner.role) != (item.holder_unit_id, item.role):
        hand_to(item, owner, "held", now)
        note(item, actor, now, move="owner", label=f"交给{owner.label}", source=item.stage_key)


@transaction.atomic
def close_known(item: WorkItem, *, actor: Actor, now: datetime) -> bool:
    """End the matter if by now the program's own figures show that the duty is done."""
    matter = DutyMatter.objects.select_related("duty").get(pk=item.pk)
    unit = Unit.objects.get(pk=item.unit_id)
    words = known_done(matter.duty, actor, unit, day_of(now))
    if words:
        cleared_by_fact(item, "known", actor=actor, now=now, text=words)
    return bool(words)


@transaction.atomic
def draft(
    *, actor: Actor, unit: Unit, now: datetime, kind: str, field: str, title: str, body: str, contact: str, mobile: str
) -> WorkItem:  # fmt: skip
    """起草 a 请示 or a 报告 to the office directly above."""
    process = {"request": REQUEST, "report": REPORT}.get(kind)
    if process is None:
        raise MoveRefused("请选请示或报告")
    values = {"field": field, "body": body, "contact": contact, "mobile": mobile}
    try:
        return open_item(process, title=title.strip(), unit=unit, actor=actor, now=now, record=values)
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal


@consequence(REQUEST, "reply")
@consequence(REQUEST, "decline")
def answer(record: UpwardRequest, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The answer is signed: numbered, made as Word file and PDF, kept with the matter."""
    office = Unit.objects.get(pk=actor.unit_id)
    kind = kind_of_answer(record, office)
    made = issue(
        actor=actor, now=now, unit=office, kind=kind, item=record.item, paper=lambda number: answer_of(record, office)
    )  # fmt: skip
    record.reply_number, record.reply_on = made.number, today
    record.save(update_fields=["reply_number", "reply_on"])


@consequence(REPORT, "send")
def tell_above(record: UpwardReport, actor: Actor, now: datetime, **_: Any) -> None:
    """Nobody has to answer; whoever is above learns that it is there."""
    item = record.item
    above = post_at(chain(item.place)[-2::-1], ABOVE.split(), day_of(now))
    if above is not None:
        tell(
            actor=actor, key=REPORTED, to=holders(above.unit_id, [above.role], day_of(now)), unit_id=item.unit_id,
            url=url_of(item), now=now, unit=item.unit_name, title=item.title,
        )  # fmt: skip
