"""What founding a federation writes: who joins, the signed reply, and at the end the federation with its unions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.clock import day_of
from gonghui.kernel.documents.issuing import issue
from gonghui.kernel.parameters.selectors import parameter
from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.actions import place
from gonghui.kernel.units.models import Unit
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.unions.actions import affiliate
from gonghui.registers.unions.actions import enter as enter_union
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules import FEDERATION_KINDS
from gonghui.work.founding.actions.after import open_after
from gonghui.work.founding.models import FederationFounding, Joining
from gonghui.work.founding.process import FEDERATION
from gonghui.work.founding.rules import Candidate, term_until
from gonghui.work.founding.rules import federation as own
from gonghui.work.founding.selectors.federation import (
    already_in,
    joining,
    outside_trade,
    paper_of,
    running,
)

TRADE = "industry_federation"


@transaction.atomic
def begin(
    *, actor: Actor, unit: Unit, kind: str, name: str, unions: Sequence[Union], line: Unit | None, now: datetime
) -> WorkItem:  # fmt: skip
    """发起成立联合会 in the area of ``unit``; ``line``: the trade of a federation of a trade."""
    clean = name.strip()
    if faults := _faults(actor, unit, kind, clean, unions, line, day_of(now)):
        raise MoveRefused("；".join(faults))
    item = open_item(
        FEDERATION, title=f"成立{clean}", unit=unit, actor=actor, now=now, line_id=line.pk if line else None,
        record={"kind": kind, "name": clean},
    )  # fmt: skip
    Joining.objects.bulk_create(Joining(item_id=item.pk, unit=one.unit, name=one.name) for one in unions)
    return item


def _faults(
    actor: Actor, unit: Unit, kind: str, name: str, unions: Sequence[Union], line: Unit | None, today: date
) -> list[str]:
    if kind not in dict(FEDERATION_KINDS):
        return ["请选区域性或行业性"]
    least = int(parameter("fed.min_unions", unit, today).numbers[0])
    faults = own.name_faults(name) + own.joining_faults([one.name for one in unions], least)
    if (
        running(name).exists()
        or Union.objects.visible_to(actor).filter(name=name, unit__closed_on=None).exists()
    ):
        faults.append(f"已经有“{name}”，或正在办")
    if far := [one.name for one in unions if not one.path.startswith(unit.path)]:
        faults.append(f"{'、'.join(far[:5])}不在{unit.name}的区域里")
    if kind == TRADE:
        strange = outside_trade(actor, unions, line.pk) if line else []
        faults += [] if line else ["行业性联合会要选是哪个条线；条线归县总工会管，请由县总工会发起"]
        faults += [f"{one.name}不在{line.name}，也没有覆盖那里的单位" for one in strange[:5] if line]
    taken = already_in(actor, unions, kind)
    label = dict(FEDERATION_KINDS)[kind]
    return faults + [f"{one.name}已经加入别的{label}，先退出来" for one in unions if one.pk in taken]


@consequence(FEDERATION, "approve")
def reply(record: FederationFounding, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The reply is signed: numbered, made as Word file and PDF, kept with the matter."""
    office = Unit.objects.get(pk=actor.unit_id)
    signed = issue(
        actor=actor, now=now, unit=office, kind="reply", item=record.item,
        paper=lambda number: paper_of(record, "reply", today, office.name),
    )  # fmt: skip
    record.approval_number, record.approval_on = signed.number, today
    record.save(update_fields=["approval_number", "approval_on"])


@consequence(FEDERATION, "unveil")
def establish(record: FederationFounding, actor: Actor, today: date, now: datetime, **_: Any) -> None:
    """The federation stands: in the register with its term and officers, and its unions belong to it from today."""
    since = record.held_on or today
    try:
        union = enter_union(
            actor=actor, parent=record.unit, today=today, name=record.name, kind=record.kind,
            founded_on=record.approval_on, approval_number=record.approval_number, term_since=since,
            term_until=term_until(since, record.term_years),
        )  # fmt: skip
        if line := Unit.objects.filter(pk=record.item.line_id).first():
            place(actor=actor, unit=union.unit, tree="industry", parent=line, on=today)
        for one in joining(record):
            member = Unit.objects.filter(pk=one.unit_id).first()
            if member is None or member.closed_on is not None:
                raise MoveRefused(f"{one.name}已经撤销，或不在您的管辖内，请退回核对要加入的工会")
            affiliate(
                actor=actor, federation=union.unit, member=member, kind=record.kind, on=record.unveiled_on or today
            )  # fmt: skip
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    for officer in (Candidate(*row) for row in record.elected):
        save_cadre(
            actor=actor, today=today, row=None, unit=union.unit, name=officer.name, post=officer.post, form="part",
            sex="1" if officer.sex == "男" else "2", since=since, until=union.term_until,
            document_number=record.approval_number,
        )  # fmt: skip
    record.union = union.unit
    record.save(update_fields=["union"])
    open_after(union, since, actor, now)
