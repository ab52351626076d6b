"""The only code that moves a matter from stage to stage. It makes the whole move, or none of it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction

from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process import clocks, telling
from gonghui.kernel.process.definition import CLEARED, RECORDS, WITHDRAWN, Move, Process
from gonghui.kernel.process.models import Deadline, Party, Proof, Step, WorkItem
from gonghui.kernel.process.steps import (
    MoveRefused,
    end_stint,
    enter,
    fits,
    follow,
    held,
    locked,
    note,
    open_stint,
    record_of,
)
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.fields import SealedField
from gonghui.kernel.units.models import Unit

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without those that are read as another
ELSEWHERE = {
    "above": "这一步由上级办。上级单位不在本系统里的，请登记收到的纸质批复",
    "outside": "上级单位就在本系统里，由它签发，不用登记纸质批复",
}
UNDO = timedelta(minutes=10)  # ux.md §5.10
KEPT = (
    "stage_key", "holder_unit_id", "role", "account_id", "holder_name", "holder_label", "entered_on",
    "paused_on", "closed_on", "outcome", "cleared_by", "later_until",
)  # fmt: skip


@transaction.atomic
def open_item(
    process: Process, *, title: str, unit: Unit, actor: Actor, now: datetime,
    line_id: int | None = None, grid_id: int | None = None, record: dict[str, Any] | None = None, **more: Any,
) -> WorkItem:  # fmt: skip
    """Begin a matter. ``record``: the fields of the procedure's own record."""
    if process.opens and not actor.may(process.opens):
        raise MoveRefused(f"您现在的身份不能发起{process.label}")
    today = day_of(now)
    item = WorkItem(
        number=new_number(process, today), process_key=process.key, title=title[:200], unit=unit, unit_name=unit.name, path=unit.path,
        line_id=line_id, grid_id=grid_id, opened_by=actor.account_id, opened_at=now, opened_on=today,
        stage_key=process.first.key, entered_on=today, holder_unit=unit, role=process.first.owner.split()[0],
        **more,
    )  # fmt: skip
    item.save(force_insert=True)
    if model := RECORDS.get(process.key):
        made = model(item=item, unit=unit, **(record or {}))
        made.full_clean(exclude=linked(made))
        made.save(force_insert=True)
    enter(item, process.first, now)
    note(item, actor, now, move="open", label="发起", source="")
    follow(item, "open", actor, now, {})
    return item


def new_number(process: Process, today: date) -> str:
    """A number people can read out; its tail is drawn, so that nobody learns from it how many there are."""
    tail = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"{process.letters}{today:%y%m%d}-{tail}"


@transaction.atomic
def advance(
    item_id: UUID, move_key: str, *, actor: Actor, now: datetime, seen: int | None = None,
    text: str = "", **answers: Any,
) -> WorkItem:  # fmt: skip
    """Make one move: lock, role, guard, effect, next stage, deadlines, history and journal; or nothing."""
    item = held(item_id, actor, seen)
    move = item.process.move(item.stage_key, move_key)
    if move is None:
        raise MoveRefused(f"“{item.stage.label}”环节没有这一步，页面可能旧了，请重新打开")
    return make(item, move, actor, now, text, answers)


def make(
    item: WorkItem, move: Move, actor: Actor, now: datetime, text: str, answers: dict[str, Any]
) -> WorkItem:
    today = day_of(now)
    if move.reason and len(text.strip()) < 2:
        raise MoveRefused(f"请写明{move.reason}")
    subject = record_of(item)
    before = snapshot(item, subject, answers) if move.undo else None
    source = item.stage_key
    _allowed(item, move, actor, today)
    if move.effect:
        move.effect(subject, answers, today)
        _saved(subject)
    if reason := _guarded(move, subject, today):
        raise MoveRefused(reason)
    _proven(item, move)
    enter(item, item.process.by_key[move.target], now)
    if item.outcome == CLEARED:
        item.cleared_by = actor.account_id
    note(item, actor, now, move=move.key, label=move.label, source=source, text=text, before=before)
    follow(item, move.key, actor, now, answers)
    return item


def why_not(item: WorkItem, move: Move, actor: Actor, today: date) -> str:
    """Why the move could not be made now, whatever is answered; "" when nothing stands in its way."""
    try:
        _allowed(item, move, actor, today)
    except MoveRefused as refusal:
        return str(refusal)
    return "" if move.asks or move.evidence else _guarded(move, record_of(item), today)


def _guarded(move: Move, subject: Any, today: date) -> str:
    """Why the procedure's own rule does not let the move happen; a number its place lacks is such a reason too."""
    try:
        return (move.guard(subject, today) if move.guard else None) or ""
    except NoParameter as missing:
        return str(missing)


def _allowed(item: WorkItem, move: Move, actor: Actor, today: date) -> None:
    if item.paused_on:
        raise MoveRefused("这件事暂停着，请先恢复办理")
    if not fits(item, move, today):
        raise MoveRefused(ELSEWHERE[move.when])
    if move.permission and not actor.may(move.permission):
        raise MoveRefused(f"您现在的身份不能办“{move.label}”")
    if move.apart_from and _made_by(item, move.apart_from, actor):
        raise MoveRefused("前面那一步是您办的，这一步要由另一个人来办，以免自己核自己")
    waiting = Party.objects.filter(item=item, answered_on=None)
    if waiting.filter(kind="cosigner", stage_key=item.stage_key).exists():
        raise MoveRefused("还有会办方没有签意见，全部签完才能往下办")
    principal = waiting.filter(kind="principal").first()
    if principal is not None:
        raise MoveRefused("这件事是上级交办的，请先用“回报结果”报回去，由交办方决定下一步")


def _made_by(item: WorkItem, moves: tuple[str, ...], actor: Actor) -> bool:
    return Step.objects.filter(item=item, move__in=moves, undone=False, account_id=actor.account_id).exists()


def _proven(item: WorkItem, move: Move) -> None:
    wanted = item.process.by_key[move.target].needs
    if not wanted:
        return
    there = set(Proof.objects.filter(item=item, dropped=False).values_list("kind", flat=True))
    missing = [item.process.by_evidence[kind].label for kind in wanted if kind not in there]
    if missing:
        raise MoveRefused(f"还缺{'、'.join(missing)}，补上才能办“{move.label}”")


def linked(record: models.Model) -> list[str]:
    """The fields that point elsewhere, perhaps beyond the reach of who acts; the database checks them."""
    return ["path", *(field.name for field in record._meta.concrete_fields if field.is_relation)]


def _saved(subject: Any) -> None:
    if isinstance(subject, WorkItem):
        return
    try:
        subject.full_clean(exclude=linked(subject))
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    subject.save()


def snapshot(item: WorkItem, subject: Any, answers: dict[str, Any]) -> dict[str, Any]:
    """What must be put back if the move is taken back. Secrets are left out: such a move asks for none."""
    fields = (
        []
        if subject is item
        else [
            f for f in subject._meta.concrete_fields if not f.primary_key and not isinstance(f, SealedField)
        ]
    )
    kept = {f.attname: f.value_to_string(subject) for f in fields if f.attname not in {"unit_id", "path"}}
    empty = [f.attname for f in fields if getattr(subject, f.attname) is None]
    running = list(Deadline.objects.filter(item=item, ended_on=None).values_list("pk", flat=True))
    return {
        "item": {name: getattr(item, name) for name in KEPT},
        "record": {name: text for name, text in kept.items() if name not in empty},
        "empty": empty,
        "deadlines": running,
    }


@transaction.atomic
def undo(item_id: UUID, *, actor: Actor, now: datetime, seen: int | None = None) -> WorkItem:
    """Take back one's own last move, within ten minutes, where the declaration says nothing left the house."""
    item = locked(item_id, actor, seen)
    step = Step.objects.filter(item=item, seq=item.moves_made).first()
    if step is None or step.before is None or step.undone or step.account_id != actor.account_id:
        raise MoveRefused("这一步不能撤销：只能撤销自己刚办的、还没有往外发的那一步")
    if now - step.at > UNDO:
        raise MoveRefused("过了 10 分钟，不能撤销了。办错了可以退回，或请承办人退回")
    _put_back(item, step.before, now)
    step.undone = True
    step.save(update_fields=["undone"])
    telling.take_back(item, actor, now)
    note(item, actor, now, move="undo", label=f"撤销“{step.label}”", source=step.target)
    return item


def _put_back(item: WorkItem, before: dict[str, Any], now: datetime) -> None:
    today = day_of(now)
    for name, value in before["item"].items():
        field = item._meta.get_field(name)
        assert isinstance(field, models.Field)
        setattr(item, name, field.to_python(value))
    item.holder_path = ""
    end_stint(item, now)
    if item.closed_on is None:
        open_stint(item, "waiting" if item.stage.waits else "held", now, item.stage.waits)
    running = Deadline.objects.filter(item=item)
    running.filter(ended_on=None).exclude(pk__in=before["deadlines"]).update(ended_on=today)
    running.filter(pk__in=before["deadlines"]).update(ended_on=None)
    _restore_record(item, before)
    clocks.count_again(item, calendar())


def _restore_record(item: WorkItem, before: dict[str, Any]) -> None:
    subject = record_of(item)
    if subject is item:
        return
    for name, text in before["record"].items():
        field = next(f for f in subject._meta.concrete_fields if f.attname == name)
        setattr(subject, name, field.to_python(text))
    for name in before["empty"]:
        setattr(subject, name, None)
    subject.save()


@transaction.atomic
def withdraw(item_id: UUID, *, actor: Actor, now: datetime, reason: str, seen: int | None = None) -> WorkItem:
    """撤回: who began the matter, or holds it, takes it back; it stays readable with its reason."""
    item = locked(item_id, actor, seen)
    ends = [stage for stage in item.process.stages if stage.end == WITHDRAWN]
    if item.closed_on or not ends:
        raise MoveRefused("这件事不能撤回")
    if item.opened_by != actor.account_id and not item.held_by(actor):
        raise MoveRefused("只有发起的人或正在办的人能撤回")
    if not reason.strip():
        raise MoveRefused("请写明为什么撤回")
    source = item.stage_key
    enter(item, ends[0], now)
    note(item, actor, now, move="withdraw", label="撤回", source=source, text=reason.strip())
    follow(item, "withdraw", actor, now, {})
    return item
