"""W15 换届与任期提醒: whose term ends, one union's term, the reminder letter; and what a matter's page shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents.desk import files_of
from gonghui.kernel.documents.issuing import head_of
from gonghui.kernel.documents.selectors import of_matter
from gonghui.kernel.documents.showing import shown
from gonghui.kernel.http import Request
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.showing import shown_with, state_of
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.posts.selectors import serving
from gonghui.registers.unions.models import Union
from gonghui.registers.unions.rules.elections import POSTS
from gonghui.registers.unions.selectors import unions
from gonghui.work.terms import rules, selectors
from gonghui.work.terms.actions import ask_extension, begin, begin_byelection
from gonghui.work.terms.forms import VacancyForm
from gonghui.work.terms.models import ByElection, Election, Extension, Reelection
from gonghui.work.terms.process import BYELECTION, EXTENSION, REELECTION
from gonghui.work.terms.selectors.papers import OF, paper_of

SPANS = (("0", "已超届"), ("30", "30 天内"), ("90", "90 天内"), ("180", "180 天内"))
LABELS = dict(POSTS)


@door("terms.read")
@require_GET
def terms(request: Request) -> HttpResponse:
    """Whose term is over or ends soon, the nearest first."""
    actor, today = request.actor, clock.today()
    span = request.GET.get("within", "90")
    span = span if span in dict(SPANS) else "90"
    found = selectors.ending(actor, today, int(span) or -1)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows: list[Union] = list(page.object_list)
    under_way: dict[int, WorkItem] = {}
    for item in (
        selectors.matters(actor, [union.pk for union in rows])
        .filter(closed_on=None)
        .exclude(process_key__in=selectors.AFTER)
    ):
        under_way.setdefault(item.unit_id, item)
    context = {
        "title": "换届与任期",
        "subtitle": f"{dict(SPANS)[span]}届满的工会；到期前和超届后会自动提醒主席和上级。",
        "figures": _figures(selectors.counts(actor, today)),
        "spans": [
            {"url": f"?within={key}", "label": label, "current": key == span} for key, label in SPANS
        ],
        "headings": [{"label": text} for text in ("工会", "本届届满", "还有多久", "办到哪一步", "类型")],
        "rows": [_line(union, under_way.get(union.pk), today) for union in rows],
        "total": page.paginator.count, "first": page.start_index(), "last": page.end_index(),
        "prev_url": f"?within={span}&page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?within={span}&page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "terms/terms.html", context)


def _figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {"over": "已超届", "in30": "30 天内届满", "in90": "90 天内届满", "in180": "180 天内届满"}
    return [{"label": labels[key], "value": number, "unit": "家"} for key, number in counts.items()]


def _line(union: Union, item: WorkItem | None, today: date) -> dict[str, Any]:
    assert union.term_until is not None
    days = (union.term_until - today).days
    tone = "err" if days <= 0 else "warn" if days <= 30 else "info"
    step = f"{item.process_label} · {item.stage_label}" if item else ""
    return {
        "url": reverse("term", args=[union.pk]),
        "cells": [
            {"text": union.name, "kind": "text"},
            {"text": f"{union.term_until:%Y-%m-%d}", "kind": "date"},
            {"text": rules.left_shortly(union.term_until, today), "kind": "tag", "tone": tone},
            {"text": step, "kind": "text"},
            {"text": union.get_kind_display(), "kind": "text"},
        ],
    }


def _union(request: Request, pk: int) -> Union:
    found: Union = get_object_or_404(unions(request.actor), pk=pk)
    return found


@door("terms.read")
@require_http_methods(["GET", "POST"])
def term(request: Request, pk: int) -> HttpResponse:
    """One union's term: when it ends, who serves, what is under way; beginning a 换届 or asking for more time."""
    actor, today = request.actor, clock.today()
    union = _union(request, pk)
    if request.method == "POST":
        return _begun(request, union)
    known = list(selectors.matters(actor, [pk])[:20])
    people = serving(actor, pk, today)[:12] if actor.may("cadres.read") else []
    context = {
        "title": f"{union.name}的任期",
        "union": union,
        "subtitle": rules.left(union.term_until, today) if union.term_until else "台账里没有本届届满的日期",
        "facts": _term_facts(union),
        "acts": _acts(actor, union, {item.process_key for item in known if item.closed_on is None}),
        "matters": [
            {"label": one.title, "url": reverse("matter", args=[one.pk]), "detail": state_of(one, today)}
            for one in known
        ],
        "people": [{"label": one.name, "post": one.get_post_display(), "until": one.until} for one in people],
        "union_url": reverse("union", args=[pk]) if actor.may("unions.read") else "",
    }
    return render(request, "terms/term.html", context)


def _term_facts(union: Union) -> list[tuple[str, str]]:
    found = [
        ("本届起", f"{union.term_since:%Y-%m-%d}" if union.term_since else ""),
        ("本届止", f"{union.term_until:%Y-%m-%d}" if union.term_until else ""),
        ("状态", union.get_status_display()),
        ("延期", "本届已经延过一次" if selectors.was_extended(union.pk, union.term_until) else ""),
    ]
    return [(label, text) for label, text in found if text]


BEGIN: dict[str, tuple[str, Callable[..., WorkItem]]] = {
    REELECTION.key: ("开始换届", begin),
    EXTENSION.key: ("申请延期", ask_extension),
}


def _acts(actor: Actor, union: Union, under_way: set[str]) -> list[dict[str, str]]:
    if not actor.may("terms.open") or union.status not in rules.STANDING:
        return []
    return [{"key": key, "label": label} for key, (label, _) in BEGIN.items() if key not in under_way]


def _begun(request: Request, union: Union) -> HttpResponse:
    label, deed = BEGIN.get(request.POST.get("do", ""), ("", None))
    try:
        if deed is None or not request.actor.may("terms.open"):
            raise MoveRefused("您现在的身份不能办这件事")
        item = deed(union, actor=request.actor, now=clock.now())
    except (MoveRefused, NoParameter) as refusal:
        messages.error(request, f"没有{label or '办成'}：{refusal}")
        return redirect("term", union.pk)
    messages.success(request, f"已发起：{item.title}")
    return redirect("matter", item.pk)


@door("terms.open")
@require_http_methods(["GET", "POST"])
def vacancy(request: Request, pk: int) -> HttpResponse:
    """补选 begun by hand."""
    union = _union(request, pk)
    form = VacancyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            item = begin_byelection(union, actor=request.actor, now=clock.now(), **form.cleaned_data)
            messages.success(request, f"已发起：{item.title}")
            return redirect("matter", item.pk)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "title": f"{union.name}补选", "form": form, "save_label": "发起补选", "back_url": reverse("term", args=[pk]),
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@door("terms.read")
@require_GET
def letter(request: Request, pk: int) -> HttpResponse:
    """提醒函, to be printed."""
    union, today = _union(request, pk), clock.today()
    context = {
        "title": f"关于{union.name}按期换届的提醒函",
        "union": union,
        "left": rules.left(union.term_until, today) if union.term_until else "",
        "over": bool(union.term_until and union.term_until < today),
        "most": selectors.most_months(union.unit, today),
        "sender": request.actor.unit_name,
        "today": today,
        "back_url": reverse("term", args=[pk]),
    }
    return render(request, "terms/letter.html", context)


@shown_with(REELECTION)
def reelection_blocks(record: Reelection, actor: Actor) -> dict[str, Any]:
    term = f"{record.term_since or ''} 至 {record.term_until}"
    found = [
        ("本届", term),
        ("请示", f"{record.request_on}，拟 {record.planned_on} 开会" if record.request_on else ""),
        ("同意召开", f"{record.hold_number} {record.hold_on}" if record.hold_on else ""),
        ("会员", f"{record.members} 人，女 {record.women_members} 人" if record.members else ""),
        ("委员名额", str(record.seats or "")),
        ("候选人审核", f"{record.cleared_on}" if record.cleared_on else ""),
        ("新一届任期", f"{record.term_years} 年" if record.term_years else ""),
    ]
    return _blocks(record, actor, found + _election_facts(record))


@shown_with(BYELECTION)
def byelection_blocks(record: ByElection, actor: Actor) -> dict[str, Any]:
    found = [
        ("补选", record.get_post_display()),
        ("出缺", f"{record.vacated_on}"),
        ("出缺原因", record.why),
    ]
    return _blocks(record, actor, found + _election_facts(record))


@shown_with(EXTENSION)
def extension_blocks(record: Extension, actor: Actor) -> dict[str, Any]:
    found = [
        ("原届满日期", f"{record.term_until}"),
        ("延期", f"{record.months} 个月" if record.months else ""),
        ("原因", record.reason),
        ("申请日期", f"{record.request_on}" if record.request_on else ""),
        ("延到", f"{record.until}" if record.until else ""),
        ("批复", f"{record.approval_number} {record.approval_on}" if record.approval_on else ""),
    ]
    return _blocks(record, actor, found)


def _election_facts(record: Election) -> list[tuple[str, str]]:
    meeting = f"{record.held_on}，应到 {record.should_attend} 人，实到 {record.attended} 人"
    return [
        ("候选人", record.candidates),
        ("公示", f"{record.notice_on} 起" if record.notice_on else ""),
        ("大会", meeting if record.held_on else ""),
        ("得票", record.votes),
        ("批复", f"{record.approval_number} {record.approval_on}" if record.approval_on else ""),
    ]


def _reply(record: Any) -> Any:
    """批复: every word of it, before it is signed; only the number is given then."""
    item, today = record.item, clock.today()
    key = OF.get((item.process_key, item.stage_key))
    if key is None or item.closed_on:
        return None
    office = Unit.objects.filter(pk=item.holder_unit_id).first()
    office = office or Unit(pk=item.holder_unit_id, name=item.holder_label.partition(" · ")[0])
    text = paper_of(record, key, today, office.name)
    return shown(text.with_(mark=head_of(office, "reply").mark, signed_on=today))


def _blocks(record: Any, actor: Actor, facts: list[tuple[str, str]]) -> dict[str, Any]:
    elected = getattr(record, "elected", [])
    return {
        "facts": [(label, text) for label, text in facts if text],
        "officers": [{"name": name, "post": LABELS.get(post, post)} for name, _, post in elected],
        "checks": _checks(record) if elected else [],
        "term_url": reverse("term", args=[record.unit_id]),
        "documents": [
            {
                "title": one.title,
                "number": one.number,
                "url": reverse("document", args=[one.pk]),
                "files": files_of(one),
            }
            for one in of_matter(actor, record.pk)
        ],
        "reply": _reply(record),
    }


def _checks(record: Election) -> list[str]:
    """系统已核, in figures, so that the reader need not count again."""
    return [
        "候选人里没有法律规定不能当的人",
        "公示期满，没有异议",
        f"应到 {record.should_attend} 人，实到 {record.attended} 人，够开会选举的人数",
        f"收回选票 {record.returned} 张，不多于发出的 {record.issued} 张",
        "当选的得票都超过应到人数的一半",
    ]
