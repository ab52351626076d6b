"""The desk's pages: the ledger by grid, the quarterly meetings with their briefing, and what they decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents.paper import Paper, Table
from gonghui.kernel.documents.wordfile import word as word_file
from gonghui.kernel.http import Request
from gonghui.kernel.process.selectors import light
from gonghui.kernel.process.showing import due_words, shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.units.models import Unit
from gonghui.work.gaps import actions, forms, selectors
from gonghui.work.gaps.desk.contests import contest_blocks
from gonghui.work.gaps.desk.visits import letter_blocks
from gonghui.work.gaps.models import Decision, Gap, Meeting
from gonghui.work.gaps.process import DECISION, GAP, record_facts
from gonghui.work.gaps.rules import FINDERS, label_of

PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BROKEN = "没办成：和别人刚办的冲突，或超出了您的管辖。您填的还在这页，请核对后再试"
PARTS = (
    ("opened", "新列入的"),
    ("cleared", "已经销号的"),
    ("reopened", "重新出现的"),
    ("stuck", "逾期没有办到的"),
)


@door("gaps.read")
@require_GET
def ledger(request: Request) -> HttpResponse:
    """销号台账: how many in each grid, and the open ones, the most urgent first."""
    actor, today = request.actor, clock.today()
    text, rule = request.GET.get("grid", ""), request.GET.get("rule", "")
    grid = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    rule = rule if rule in FINDERS else ""
    page = Paginator(selectors.listed(actor, grid, rule), PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "销号台账", "grids": selectors.ledger(actor, today), "rules": selectors.by_rule(actor, grid), "page": page,
        "grid": grid, "rule": rule, "rows": [_row(one, today) for one in page.object_list],
        "query": (f"grid={grid}&" if grid else "") + (f"rule={rule}&" if rule else ""),
    }  # fmt: skip
    return render(request, "gaps/ledger.html", context)


def _row(item: Any, today: Any) -> dict[str, Any]:
    return {
        "url": reverse("matter", args=[item.pk]), "title": item.title, "rule": label_of(item.rule), "stage": item.stage_label,
        "holder": item.holder_label, "due": due_words(item, today), "late": light(item, today) == "red", "again": item.reopened,
    }  # fmt: skip


@door("gaps.read")
@require_GET
def meetings(request: Request) -> HttpResponse:
    page = Paginator(selectors.meetings(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"title": "网格联席会议", "page": page, "may_call": request.actor.may("gaps.call")}
    return render(request, "gaps/meetings.html", context)


@door("gaps.call")
@require_http_methods(["GET", "POST"])
def call(request: Request) -> HttpResponse:
    """召开: the briefing is made from the data, nobody types a number."""
    form = ColumnsForm(forms.CALL, request.actor, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given, unit = form.values(), get_object_or_404(Unit, pk=request.actor.unit_id)
        try:
            with transaction.atomic():
                made = actions.call_meeting(
                    actor=request.actor, unit=unit, grid=given["grid"], held_on=given["held_on"], today=clock.today(),
                    now=clock.now(),
                )  # fmt: skip
            messages.success(request, f"已生成：{made.label}")
            return redirect("gaps-meeting", made.pk)
        except ValidationError as refusal:
            form.refuse(refusal)
        except DatabaseError:
            form.add_error(None, BROKEN)
    told = "议程和情况通报按数据自动生成，可以下载 Word 修改。"
    return _form(request, form, "召开联席会议", "生成议程和通报", reverse("gaps-meetings"), told)


def _form(request: Request, form: Any, title: str, label: str, back: str, told: str = "") -> HttpResponse:
    context = {
        "title": title,
        "row_title": title,
        "form": form,
        "save_label": label,
        "back_url": back,
        "told": told,
    }
    return render(request, "gaps/form.html", context, status=422 if form.errors else 200)


def _meeting(request: Request, pk: UUID) -> Meeting:
    found: Meeting = get_object_or_404(selectors.meetings(request.actor), pk=pk)
    return found


@door("gaps.read")
@require_GET
def meeting(request: Request, pk: UUID) -> HttpResponse:
    """One meeting: agenda, briefing, minutes, and how what it decided stands today."""
    found, today = _meeting(request, pk), clock.today()
    rows = [
        {"url": reverse("matter", args=[one.pk]), "words": one.words, "who": one.item.holder_label, "due": one.due_on,
         "state": one.item.stage_label}
        for one in selectors.decisions(request.actor, found)
    ]  # fmt: skip
    context = {
        "title": found.label, "found": found, "briefing": found.briefing,
        "rows": [list(zip(found.briefing["columns"], row, strict=False)) for row in found.briefing["rows"]], "decisions": rows,
        "parts": [(label, found.briefing["counts"].get(key, 0), found.briefing["parts"].get(key, [])) for key, label in PARTS],
        "may_call": request.actor.may("gaps.call"), "is_over": found.held_on <= today,
    }  # fmt: skip
    return render(request, "gaps/meeting.html", context)


@door("gaps.read")
@require_GET
def word(request: Request, pk: UUID) -> HttpResponse:
    """The agenda and the briefing as a Word file, to be gone over before the meeting."""
    found = _meeting(request, pk)
    answer = HttpResponse(word_file(paper_of(found)), content_type=DOCX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.label)}.docx"
    return answer


def paper_of(found: Meeting) -> Paper:
    told = found.briefing
    columns = told["columns"]
    widths = (0.3, *([0.7 / max(1, len(columns) - 1)] * (len(columns) - 1)))
    rows = tuple(tuple(str(cell) for cell in row) for row in [columns, *told["rows"]])
    body: list[str | Table] = [
        "一、议程",
        *(f"{n}. {line}。" for n, line in enumerate(told["agenda"], 1)),
        "二、各网格情况",
    ]
    body += [Table(rows, widths), "三、缺口和销号"]
    for key, label in PARTS:
        body.append(f"{label} {told['counts'].get(key, 0)} 件。")
        body += [f"{one['number']} {one['title']}（{one['holder']}）。" for one in told["parts"].get(key, [])]
    if found.minutes:
        body += ["四、会议纪要", *found.minutes.splitlines()]
    return Paper("circular", found.label, found.unit.name, tuple(body), signed_on=found.held_on)


@door("gaps.call")
@require_http_methods(["GET", "POST"])
def minutes(request: Request, pk: UUID) -> HttpResponse:
    found = _meeting(request, pk)
    form = ColumnsForm(
        forms.MINUTES, request.actor, found, request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.keep_minutes(actor=request.actor, meeting=found, today=clock.today(), **form.values())
            messages.success(request, "纪要已保存")
            return redirect("gaps-meeting", pk)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        except DatabaseError:
            form.add_error(None, BROKEN)
    return _form(request, form, f"{found.label}：纪要", "保存纪要", reverse("gaps-meeting", args=[pk]))


@door("gaps.call")
@require_http_methods(["GET", "POST"])
def decided(request: Request, pk: UUID) -> HttpResponse:
    """议定一件事; without somebody who does it and a day it is not kept."""
    found = _meeting(request, pk)
    form = ColumnsForm(
        forms.of_decision(), request.actor, None, request.POST if request.method == "POST" else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = actions.decide(actor=request.actor, meeting=found, now=clock.now(), **form.values())
            messages.success(request, f"已列为待办：{made.title}")
            return redirect("gaps-meeting", pk)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
        except DatabaseError:
            form.add_error(None, BROKEN)
    told = "每件都要写明由谁办、哪天办完；存下来就进承办人的待办。"
    return _form(
        request, form, f"{found.label}：议定事项", "列为待办", reverse("gaps-meeting", args=[pk]), told
    )


@shown_with(GAP)
def gap_blocks(record: Gap, actor: Actor) -> dict[str, Any]:
    found = [("规则", label_of(record.item.rule)), *record_facts(record.item), ("措施", record.measure)]
    if record.item.reopened:
        found.append(("第几次出现", f"第 {record.item.reopened + 1} 次"))
    found += [("整改日期", f"{record.done_on or ''}"), ("整改情况", record.words)]
    shown = {"facts": [(label, text) for label, text in found if text]}
    return shown | letter_blocks(record, actor) | contest_blocks(record.item, actor)


@shown_with(DECISION)
def decision_blocks(record: Decision, actor: Actor) -> dict[str, Any]:
    called = selectors.meetings(actor).filter(pk=record.meeting_id).first()
    found = [
        ("议定的事", record.words), ("办结期限", f"{record.due_on}"), ("会议", called.label if called else ""),
        ("办结日期", f"{record.done_on or ''}"), ("办理情况", record.done),
    ]  # fmt: skip
    return {"facts": [(label, text) for label, text in found if text]}
