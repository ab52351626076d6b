"""Setting up branches and groups, and who belongs to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gonghui.kernel.process.definition import consequence
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.moving import open_item
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.registers.posts.actions import save as save_cadre
from gonghui.registers.unions.actions import enter
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules.elections import Candidate
from gonghui.work.branches import rules
from gonghui.work.branches.models import BranchSetting
from gonghui.work.branches.process import BRANCH
from gonghui.work.branches.selectors import running


@transaction.atomic
def begin_branch(*, actor: Actor, union: Union, given: str, now: datetime) -> WorkItem:
    """发起设分会 in a union that stands."""
    _takes(union, "分会")
    name = rules.branch_name(union.name, given)
    titles = running(union.pk).values_list("title", flat=True)
    if (
        f"设{name}" in titles
        or Union.objects.visible_to(actor).filter(name=name, unit__closed_on=None).exists()
    ):
        raise MoveRefused(f"已经有{name}，或正在办")
    return open_item(
        BRANCH, title=f"设{name}", unit=union.unit, actor=actor, now=now, record={"name": name}
    )  # fmt: skip


def _takes(union: Union, what: str) -> None:
    if union.kind not in rules.PARENTS or union.status not in {"established", "legal_person"}:
        raise MoveRefused(
            f"{union.name}是{union.get_kind_display()}（{union.get_status_display()}），不能设{what}"
        )


@consequence(BRANCH, "elected")
def establish(record: BranchSetting, actor: Actor, today: date, **_: Any) -> None:
    """The branch stands in the register, with its officers, to the end of its union's term."""
    union = Union.objects.visible_to(actor).select_related("unit").filter(pk=record.unit_id).first()
    if union is None or record.held_on is None:
        raise MoveRefused("没有找到这家工会，或它已不在您的管辖内")
    until = union.term_until
    if until is not None and until <= record.held_on:
        raise MoveRefused(f"{union.name}本届 {until:%Y-%m-%d} 已经届满，先换届，再选分会")
    try:
        branch = enter(
            actor=actor, parent=union.unit, today=today, name=record.name, kind="branch", founded_on=record.held_on,
            term_since=record.held_on, term_until=until,
        )  # fmt: skip
        for one in (Candidate(*row) for row in record.elected):
            save_cadre(
                actor=actor, today=today, row=None, unit=branch.unit, name=one.name, post=one.post, form="part",
                sex="1" if one.sex == "男" else "2", since=record.held_on, until=until,
            )  # fmt: skip
    except ValidationError as refusal:
        raise MoveRefused("；".join(refusal.messages)) from refusal
    record.branch = branch.unit
    record.save(update_fields=["branch"])


@transaction.atomic
def set_up_group(*, actor: Actor, union: Union, given: str, leader: str, on: date, today: date) -> Union:
    """设小组: no approval; the members have elected ``leader``, their 工会小组长."""
    try:
        _takes(union, "小组")
    except MoveRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
    if on > today:
        raise ValidationError({"on": "设立日期不能晚于今天"})
    name = rules.group_name(union.name, given)
    group = enter(actor=actor, parent=union.unit, today=today, name=name, kind="group", founded_on=on)
    save_cadre(
        actor=actor, today=today, row=None, unit=group.unit, name=leader.strip(), post="group_leader", form="part",
        since=on, until=union.term_until,
    )  # fmt: skip
    return group
