"""The desk's pages of duties: what a union has to do and when it last did, the county's list, 请示 and 报告."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents.desk import files_of
from gonghui.kernel.documents.selectors import of_matter
from gonghui.kernel.http import Request
from gonghui.kernel.process.showing import shown_with, state_of
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.selectors import unions
from gonghui.work.duties import rules, selectors
from gonghui.work.duties.actions import adopt, draft, keep_duty
from gonghui.work.duties.forms import DutyForm, UpwardForm
from gonghui.work.duties.models import Duty, DutyMatter, Upward, UpwardRequest
from gonghui.work.duties.process import DUTY, REPORT, REQUEST

KINDS = {"request": "请示", "report": "报告"}


@door("duties.read")
@require_GET
def duties(request: Request) -> HttpResponse:
    """What one union has to do: whose it is, how often, when it was last done, by which evidence."""
    actor, today = request.actor, clock.today()
    union = _chosen(request)
    lines = _lines(actor, union, today) if union else []
    place = union.unit if union else None
    context = {
        "title": f"{union.name}的权责清单" if union else "权责清单",
        "subtitle": "系统能核对的不问；到期要办的会出现在待办里。",
        "lines": lines,
        "may_keep": actor.may("duties.write"),
        "may_send": actor.may("upward.open") and place is not None and place.pk == actor.unit_id,
        "sent": _matters(selectors.sent_up(actor, place), today) if place and actor.may("upward.read") else [],
        "come": _matters(selectors.come_up(actor, place), today) if place and actor.may("upward.read") else [],
    }  # fmt: skip
    return render(request, "duties/duties.html", context)


def _chosen(request: Request) -> Union | None:
    """The union asked for, else the actor's own; None where the post is in no union."""
    asked = request.GET.get("unit", "")
    if not asked:
        return unions(request.actor).filter(pk=request.actor.unit_id).first()
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    found: Union = get_object_or_404(unions(request.actor), pk=int(asked))
    return found


def _matters(rows: Any, today: date) -> list[dict[str, str]]:
    return [
        {
            "label": one.title,
            "url": reverse("matter", args=[one.pk]),
            "detail": f"{one.process_label} · {one.unit_name} · {state_of(one, today)}",
        }
        for one in rows[:10]
    ]


def _lines(actor: Actor, union: Union, today: date) -> list[dict[str, Any]]:
    known = selectors.last_matters(actor, union.pk)
    found = selectors.duties_of(actor, union)
    return [_line(duty, known.get(duty.pk, []), actor, union.unit, today) for duty in found]


def _line(duty: Duty, matters: list[DutyMatter], actor: Actor, unit: Unit, today: date) -> dict[str, Any]:
    period = duty.period_at(today)
    now = next((one for one in matters if one.item.closed_on is None), None)
    last = next((one for one in matters if one.item.closed_on), None)
    shown = selectors.known_done(duty, actor, unit, today) if duty.is_on else ""
    state, tone = _state(duty, now, last, shown, period.key)
    return {
        "title": duty.title,
        "owner": duty.get_role_display(),
        "cycle": duty.when,
        "due": period.due_on,
        "last": (last.done_on or last.item.closed_on) if last else None,
        "evidence": duty.evidence,
        "basis": duty.basis,
        "shown": shown,
        "state": state,
        "tone": tone,
        "url": reverse("matter", args=[now.pk]) if now else "",
        "late": bool(now and now.due_on < today),
    }


def _state(
    duty: Duty, now: DutyMatter | None, last: DutyMatter | None, shown: str, period: str
) -> tuple[str, str]:
    if not duty.is_on:
        return "没有启用", "mute"
    if now is not None:
        return "要办", "warn"
    if last is not None and last.period == period:
        return "本期已办", "ok"
    return ("系统已核", "ok") if shown else ("还没到", "info")


@door("duties.write")
@require_http_methods(["GET", "POST"])
def kept(request: Request) -> HttpResponse:
    """The list this unit keeps for itself and the unions below."""
    actor = request.actor
    unit = get_object_or_404(Unit, pk=actor.unit_id)
    if request.method == "POST":
        count = adopt(actor=actor, unit=unit, today=clock.today())
        messages.success(request, f"已加入 {count} 项默认职责" if count else "默认职责都已经在清单里")
        return redirect("duty-list")
    rows = list(selectors.kept_here(actor))
    labels = dict(rules.LEVELS)
    context = {
        "title": "维护权责清单",
        "groups": [
            {"label": labels[level], "rows": [row for row in rows if row.level == level]} for level in labels
        ],
        "total": len(rows),
    }
    return render(request, "duties/list.html", context)


@door("duties.write")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    return _edited(request, None)


@door("duties.write")
@require_http_methods(["GET", "POST"])
def duty(request: Request, pk: int) -> HttpResponse:
    return _edited(request, get_object_or_404(selectors.kept_here(request.actor), pk=pk))


def _edited(request: Request, found: Duty | None) -> HttpResponse:
    form = DutyForm(request.POST if request.method == "POST" else None, duty=found)
    if request.method == "POST" and form.is_valid():
        unit = get_object_or_404(Unit, pk=request.actor.unit_id)
        try:
            with transaction.atomic():
                kept_one = keep_duty(
                    actor=request.actor, today=clock.today(), duty=found, unit=unit, **form.cleaned_data
                )
            messages.success(request, f"已保存：{kept_one.title}")
            return redirect("duty-list")
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "title": found.title if found else "新增职责",
        "form": form,
        "back_url": reverse("duty-list"),
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door("upward.open")
@require_http_methods(["GET", "POST"])
def upward(request: Request, kind: str) -> HttpResponse:
    """起草 a 请示 or a 报告."""
    if kind not in KINDS:
        raise Http404
    form = UpwardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        unit = get_object_or_404(Unit, pk=request.actor.unit_id)
        try:
            item = draft(actor=request.actor, unit=unit, now=clock.now(), kind=kind, **form.cleaned_data)
            messages.success(request, f"已起草：{item.title}。下一步附上原件，报送上级")
            return redirect("matter", item.pk)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "title": f"起草{KINDS[kind]}", "form": form, "save_label": "保存，下一步附原件", "back_url": reverse("duties"),
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@shown_with(DUTY)
def duty_blocks(record: DutyMatter, actor: Actor) -> dict[str, Any]:
    line = Duty.objects.visible_to(actor).filter(pk=record.duty_id).first()
    found = [
        ("哪一期", rules.period_words(record.period) or "一次"),
        ("截止", f"{record.due_on}"),
        ("依据", line.basis if line else ""),
        ("凭证", line.evidence if line else ""),
        ("哪天办的", f"{record.done_on or ''}"),
        ("办理情况", record.words),
    ]
    return {
        "facts": [(label, text) for label, text in found if text],
        "more_url": f"{reverse('duties')}?unit={record.unit_id}",
        "more_label": "这家的权责清单",
    }


@shown_with(REQUEST)
def request_blocks(record: UpwardRequest, actor: Actor) -> dict[str, Any]:
    answer = [
        ("批复", " ".join(part for part in (record.reply_number, f"{record.reply_on or ''}") if part)),
        ("答复", record.reply),
    ]
    documents = [
        {
            "title": one.title,
            "number": one.number,
            "url": reverse("document", args=[one.pk]),
            "files": files_of(one),
        }
        for one in of_matter(actor, record.pk)
    ]
    return _upward_blocks(record, answer) | {"documents": documents}


@shown_with(REPORT)
def report_blocks(record: Upward, actor: Actor) -> dict[str, Any]:
    return _upward_blocks(record, [])


def _upward_blocks(record: Upward, more: list[tuple[str, str]]) -> dict[str, Any]:
    phone = mask_phone(record.mobile.reveal()) if record.mobile else ""
    found = [
        ("领域", record.get_field_display()),
        ("正文", record.body),
        ("联系人", f"{record.contact} {phone}"),
        *more,
    ]
    return {"facts": [(label, text) for label, text in found if text]}
