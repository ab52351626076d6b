"""The engine's own moves as the pages offer them: when, with which form, and what they call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from gonghui.kernel import clock
from gonghui.kernel.process import holding, moving
from gonghui.kernel.process.definition import WITHDRAWN
from gonghui.kernel.process.forms import Colleague, Later, Reason, ToOffice, Watch, Words
from gonghui.kernel.process.models import Party, Step, WorkItem
from gonghui.kernel.reach.actor import Actor

Make = Callable[[WorkItem, Actor, datetime, Any], object]
Form = Callable[[WorkItem, Actor, Any], forms.Form | None]


@dataclass(frozen=True)
class OwnMove:
    key: str
    label: str
    form: Form
    make: Make
    hint: str = ""


def _no_form(item: WorkItem, actor: Actor, data: Any) -> None:
    return None


def _why(field: str) -> Form:
    return lambda item, actor, data: Reason(data, item=item, actor=actor, usual=getattr(item.process, field))


def _reason(item: WorkItem, actor: Actor, data: Any) -> forms.Form:
    return Reason(data, item=item, actor=actor)


def _plain(label: str) -> Form:
    return lambda item, actor, data: Words(data, label=label)


def _office(**options: Any) -> Form:
    return lambda item, actor, data: ToOffice(data, actor=actor, **options)


def _people(item: WorkItem, actor: Actor, data: Any) -> forms.Form:
    others = {
        pk: name for pk, name in holding.colleagues(item, clock.today()).items() if pk != actor.account_id
    }
    return Colleague(data, people=others)


OWN = {
    one.key: one
    for one in (
        OwnMove("claim", "认领", _no_form, lambda i, a, now, f: holding.claim(i.pk, actor=a, now=now)),
        OwnMove("release", "放回", _no_form, lambda i, a, now, f: holding.release(i.pk, actor=a, now=now)),
        OwnMove("resume", "恢复", _no_form, lambda i, a, now, f: holding.resume(i.pk, actor=a, now=now)),
        OwnMove(
            "assign", "派给同事", _people,
            lambda i, a, now, f: holding.assign(
                i.pk, actor=a, now=now, account_id=f.cleaned_data["account"], text=f.cleaned_data["words"]
            ),
        ),
        OwnMove(
            "later", "稍后办", lambda i, a, data: Later(data),
            lambda i, a, now, f: holding.later(i.pk, actor=a, now=now, until=f.cleaned_data["until"]),
            "到那天会回到您的待办里；期限不变。",
        ),
        OwnMove(
            "back", "退回", _why("back_reasons"),
            lambda i, a, now, f: holding.send_back(i.pk, actor=a, now=now, reason=f.words()),
            "退回到上一个环节，已填的内容都在；对方会看到原因。",
        ),
        OwnMove(
            "pause", "暂停", _why("pause_reasons"),
            lambda i, a, now, f: holding.pause(i.pk, actor=a, now=now, reason=f.words()),
            "暂停期间不计时；恢复以后，期限顺延暂停的天数。",
        ),
        OwnMove(
            "extend", "延期", _reason,
            lambda i, a, now, f: holding.extend(i.pk, actor=a, now=now, reason=f.words()),
            "一件事只能延一次。",
        ),
        OwnMove(
            "refer", "转办", _office(label="为什么转办"),
            lambda i, a, now, f: holding.refer(
                i.pk, actor=a, now=now, unit=f.cleaned_data["unit"], role=f.cleaned_data["role"],
                reason=f.cleaned_data["words"],
            ),
            "转办以后由对方负责，您这里只留下可以看的记录。",
        ),
        OwnMove(
            "hand_down", "交办", _office(label="要求", dated=True, below=True),
            lambda i, a, now, f: holding.hand_down(
                i.pk, actor=a, now=now, unit=f.cleaned_data["unit"], role=f.cleaned_data["role"],
                task=f.cleaned_data["words"], due_on=f.cleaned_data["due_on"],
            ),
            "交给下级办，办完要向您回报，下一步由您决定。",
        ),
        OwnMove(
            "report", "回报结果", _plain("办理结果"),
            lambda i, a, now, f: holding.report(i.pk, actor=a, now=now, text=f.cleaned_data["words"]),
        ),
        OwnMove(
            "jointly", "会办", _office(label="请对方会办什么", several=True),
            lambda i, a, now, f: holding.ask_jointly(
                i.pk, actor=a, now=now, task=f.cleaned_data["words"],
                posts=[(unit, f.cleaned_data["role"]) for unit in f.cleaned_data["unit"]],
            ),
            "对方都签了意见，才能往下办；承办的还是您。",
        ),
        OwnMove(
            "sign", "签会办意见", _plain("意见"),
            lambda i, a, now, f: holding.sign(i.pk, actor=a, now=now, text=f.cleaned_data["words"]),
        ),
        OwnMove(
            "supervise", "督办", lambda i, a, data: Watch(data),
            lambda i, a, now, f: holding.supervise(
                i.pk, actor=a, now=now, level=f.cleaned_data["level"], task=f.cleaned_data["words"],
                due_on=f.cleaned_data["due_on"],
            ),
            "承办的单位不变；您会一直看到进展。",
        ),
        OwnMove(
            "withdraw", "撤回", _reason,
            lambda i, a, now, f: moving.withdraw(i.pk, actor=a, now=now, reason=f.words()),
            "撤回以后这件事就结束了，记录会留着。",
        ),
    )
}  # fmt: skip


def offered(item: WorkItem, actor: Actor) -> list[OwnMove]:
    """What this person could do now beside the procedure's own moves."""
    if item.closed_on:
        return []
    keys = _of_holder(item, actor) if item.held_by(actor) else []
    if actor.may(holding.SUPERVISE) and not item.held_by(actor):
        keys.append("supervise")
    asked = Party.objects.filter(
        item=item, kind="cosigner", answered_on=None, unit_id=actor.unit_id, role=actor.role
    )
    if asked.exists():
        keys.insert(0, "sign")
    ends = any(stage.end == WITHDRAWN for stage in item.process.stages)
    if ends and (item.opened_by == actor.account_id or item.held_by(actor)):
        keys.append("withdraw")
    return [OWN[key] for key in keys]


def asked_of(item: WorkItem, actor: Actor, key: str) -> str:
    """What the other side asked for, in its words, where the move answers somebody."""
    kinds = {"sign": "cosigner", "report": "principal"}
    found = Party.objects.filter(item=item, kind=kinds.get(key, ""), answered_on=None)
    if key == "sign":
        found = found.filter(unit_id=actor.unit_id, role=actor.role)
    party = found.first()
    if party is None:
        return ""
    return f"{party.task}（{party.due_on:%Y-%m-%d} 前）" if party.due_on else party.task


def _of_holder(item: WorkItem, actor: Actor) -> list[str]:
    if item.paused_on:
        return ["resume"]
    owed = Party.objects.filter(item=item, kind="principal", answered_on=None).exists()
    keys = ["report"] if owed else []
    keys += ["claim"] if item.account_id is None else ["release"]
    keys += ["assign", "later"]
    if Step.objects.filter(item=item).exclude(source="").exclude(source=item.stage_key).exists():
        keys.append("back")
    keys += [] if owed else ["refer", "hand_down"]
    keys.append("jointly")
    keys += ["pause"] if item.process.pause_reasons else []
    return keys + (["extend"] if item.process.extension else [])
