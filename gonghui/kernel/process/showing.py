"""What the page of a matter shows; a procedure may add its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gonghui.kernel.calendar.rules import working_days_between
from gonghui.kernel.calendar.selectors import calendar
from gonghui.kernel.clock import day_of
from gonghui.kernel.process import selectors
from gonghui.kernel.process.definition import CLEARED, OUTCOMES, REFUSED, WITHDRAWN, Process
from gonghui.kernel.process.holding import LEVELS, time_of
from gonghui.kernel.process.models import Deadline, Party, Step, Stint, WorkItem
from gonghui.kernel.process.moving import why_not
from gonghui.kernel.process.ownmoves import offered
from gonghui.kernel.process.steps import fits, record_of
from gonghui.kernel.reach.actor import Actor

More = Callable[[Any, Actor], dict[str, Any]]
MORE: dict[str, More] = {}
ENDED = {CLEARED: "ok", REFUSED: "err", WITHDRAWN: "mute"}
TONES = {"": "info", "yellow": "warn", "red": "err", "paused": "mute"}


def shown_with(process: Process) -> Callable[[More], More]:
    """Register ``function(record, actor)``: what a procedure's own blocks on the page need."""

    def keep(function: More) -> More:
        MORE[process.key] = function
        return function

    return keep


def about(item: WorkItem, actor: Actor) -> dict[str, Any]:
    function = MORE.get(item.process_key)
    return function(record_of(item, actor), actor) if function else {}


def matter(item: WorkItem, actor: Actor, today: date) -> dict[str, Any]:
    made = selectors.steps(item)
    light = selectors.light(item, today)
    return {
        "title": item.title,
        "item": item,
        "subtitle": f"{item.process.label} · {item.number} · {item.unit_name}",
        "tone": ENDED[item.outcome] if item.closed_on else TONES[light],
        "state": state_of(item, today),
        "stages": [
            {"label": stop.stage.label, "state": stop.state, "at": _reached(made, stop.stage.key)}
            for stop in selectors.rail(item, made)
        ],
        "notices": _notices(item, made, actor),
        "moves": _moves(item, actor, today),
        "own": [
            {"label": one.label, "url": reverse("matter-own", args=[item.pk, one.key]), "plain": one.form(item, actor, None) is None}
            for one in offered(item, actor)
        ],
        "parties": [_party(one) for one in selectors.parties(item)],
        "proofs": [_proof(item, one) for one in selectors.proofs(item)],
        "deadlines": [_deadline(one, item) for one in selectors.deadlines(item)],
        "times": _times(item, today),
        "made": [step_shown(one) for one in made],
        "undo_url": reverse("matter-undo", args=[item.pk]) if _may_undo(made, actor) else "",
    }  # fmt: skip


def state_of(item: WorkItem, today: date) -> str:
    """The one line that says how the matter stands: "申报批复 · 第 4 天 · 2026-03-05 到期"."""
    if item.closed_on:
        return f"{OUTCOMES[item.outcome]} · {item.closed_on:%Y-%m-%d}"
    if item.paused_on:
        return f"暂停中（{item.paused_on:%Y-%m-%d} 起）"
    return f"{item.stage.label} · {due_words(item, today)}"


def due_words(item: WorkItem, today: date) -> str:
    if item.paused_on:
        return "暂停中"
    if item.due_on is None:
        return "没有期限"
    marked = "（暂定）" if item.provisional else ""
    if item.due_on < today:
        return f"逾期 {(today - item.due_on).days} 天{marked}"
    if item.due_on == today:
        return f"今天到期{marked}"
    shape = "%m-%d" if item.due_on.year == today.year else "%Y-%m-%d"
    return f"{item.due_on:{shape}} 到期{marked}"


def _reached(made: list[Step], stage: str) -> str:
    step = next((one for one in made if one.target == stage and one.source != stage), None)
    return timezone.localtime(step.at).strftime("%m-%d") if step else ""


def _notices(item: WorkItem, made: list[Step], actor: Actor) -> list[dict[str, str]]:
    found = []
    if item.paused_on:
        stint = Stint.objects.filter(item=item, until=None).first()
        found.append({"tone": "mute", "heading": "暂停中，不计时", "text": stint.reason if stint else ""})
    elif item.stage.waits and not item.closed_on:
        found.append({"tone": "mute", "heading": item.stage.waits, "text": item.stage.hint})
    elif item.stage.hint and item.held_by(actor):
        found.append({"tone": "info", "heading": f"这一步：{item.stage.label}", "text": item.stage.hint})
    last = made[0] if made else None
    if last and last.move == "back" and item.closed_on is None:
        found.append({"tone": "warn", "heading": f"{last.actor_name}退回了", "text": last.note})
    return found


def _moves(item: WorkItem, actor: Actor, today: date) -> list[dict[str, Any]]:
    if not item.held_by(actor) or item.paused_on:
        return []
    return [
        {
            "label": move.label,
            "hint": move.hint,
            "url": reverse("matter-do", args=[item.pk, move.key]),
            "quick": move.quick,
            "primary": place == 0,
            "danger": move.tone == "err",
            "why_not": why_not(item, move, actor, today),
        }
        for place, move in enumerate(one for one in item.moves() if fits(item, one, today))
    ]


def _party(one: Party) -> dict[str, Any]:
    level = f"（{LEVELS[one.level]}）" if one.kind == "supervisor" and one.level in LEVELS else ""
    return {
        "kind": one.get_kind_display() + level,
        "who": one.unit_name,
        "task": one.task,
        "due": one.due_on,
        "answer": one.answer,
        "answered": one.answered_on,
    }


def _proof(item: WorkItem, one: Any) -> dict[str, Any]:
    return {
        "label": item.process.by_evidence[one.kind].label
        if one.kind in item.process.by_evidence
        else one.kind,
        "on": one.on,
        "url": reverse("matter-proof", args=[item.pk, one.pk]) if one.file_id else "",
        "name": one.file.name if one.file else one.number or one.note,
    }


def _deadline(one: Deadline, item: WorkItem) -> dict[str, Any]:
    words = {"working": "个工作日", "calendar": "日", "months": "个月"}[one.unit]
    extra = f"，已延 {one.extra}" if one.extra else ""
    return {
        "label": one.label,
        "limit": f"{one.number} {words}{extra}",
        "due": one.due_on,
        "provisional": one.provisional,
        "still": one.key not in _running_on(item) and bool(item.stage.waits or item.paused_on),
    }


def _running_on(item: WorkItem) -> set[str]:
    return {"stage", *(clock.key for clock in item.process.clocks if clock.runs_on)}


def _times(item: WorkItem, today: date) -> list[dict[str, Any]]:
    """Who had it how many worked days; pauses and waiting apart."""
    dates = calendar()
    spent: dict[tuple[str, str], int] = {}
    for stint in time_of(item):
        until = day_of(stint.until) if stint.until else today
        key = (stint.label, {"held": "", "waiting": "（不计时）", "paused": "（暂停）"}[stint.kind])
        days = working_days_between(day_of(stint.since), until, dates)
        spent[key] = spent.get(key, 0) + days
    return [{"who": name + mark, "days": days} for (name, mark), days in spent.items()]


def step_shown(one: Step) -> dict[str, Any]:
    return {
        "at": timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M"),
        "who": " · ".join(part for part in (one.actor_name, one.unit_name) if part),
        "label": one.label,
        "note": one.note,
        "undone": one.undone,
    }


def _may_undo(made: list[Step], actor: Actor) -> bool:
    if not made:
        return False
    last = made[0]
    return last.before is not None and not last.undone and last.account_id == actor.account_id
