"""The desk's pages of a founding: beginning one or many, and what its page shows beside the common blocks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.selectors import employers
from gonghui.work.founding import rules
from gonghui.work.founding.actions import begin, begin_all
from gonghui.work.founding.forms import ParkForm
from gonghui.work.founding.models import Founding
from gonghui.work.founding.process import FOUNDING
from gonghui.work.founding.selectors import covered, numbers_of, running

POST_LABELS = dict(rules.POSTS)


@door("founding.open")
@require_http_methods(["GET", "POST"])
def new(request: Request, pk: UUID) -> HttpResponse:
    """发起建会 at one employer; what the ledger knows is shown, not asked."""
    employer = get_object_or_404(employers(request.actor), pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            item = begin(actor=request.actor, employer=employer, now=clock.now())
            messages.success(request, f"已发起：{item.title}")
            return redirect("matter", item.pk)
        except MoveRefused as refusal:
            refused = str(refusal)
    known = running(employer.pk).first()
    context = {
        "title": f"发起建会：{employer.name}",
        "employer": employer,
        "facts": _employer_facts(employer),
        "refused": refused,
        "running_url": reverse("matter", args=[known.pk]) if known else "",
        "back_url": reverse("employer", args=[employer.pk]),
    }
    return render(request, "work/founding_new.html", context, status=422 if refused else 200)


@door("founding.open")
@require_http_methods(["GET", "POST"])
def park(request: Request) -> HttpResponse:
    """成批发起, as for an industrial park: one founding for each line."""
    form = ParkForm(request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        begun, refused = begin_all(actor=request.actor, employers=form.cleaned_data["lines"], now=clock.now())
        if begun:
            messages.success(request, f"发起了 {len(begun)} 家，都在办事台账里")
        for reason in refused[:20]:
            messages.error(request, reason)
        return redirect(reverse("register", args=["work"]) + "?process=founding&state=open")
    context = {
        "title": "成批发起建会", "form": form, "save_label": "发起",
        "back_url": reverse("register", args=["work"]) + "?process=founding",
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


@shown_with(FOUNDING)
def blocks(record: Founding, actor: Actor) -> dict[str, Any]:
    """What is known so far, the program's own checks, and the reply as it will read."""
    employer = record.employer_seen
    return {
        "facts": _facts(record, employer),
        "checks": _checks(record) if record.held_on else [],
        "officers": [{"name": name, "post": POST_LABELS.get(post, post)} for name, _, post in record.elected],
        "covers": [cover.employer.name for cover in covered(record)],
        "employer_url": reverse("employer", args=[employer.pk])
        if employer and actor.may("employers.read")
        else "",
        "union_url": reverse("union", args=[record.union_id])
        if record.union_id and actor.may("unions.read")
        else "",
    }


def _employer_facts(employer: Employer) -> list[tuple[str, str]]:
    return [
        ("单位", employer.name),
        ("信用代码", employer.credit_code or "还没登记"),
        ("职工", f"{employer.workers:,} 人"),
        ("其中农民工", f"{employer.migrant_workers:,} 人"),
        ("地址", employer.address),
    ]


def _facts(record: Founding, employer: Employer | None) -> list[tuple[str, str]]:
    found = _employer_facts(employer) if employer else []
    found += [
        ("女职工", f"{record.women} 人" if record.contact else ""),
        ("联系人", f"{record.contact} {_masked(record)}" if record.contact else ""),
        ("建会形式", record.get_form_display()),
        ("工会名称", record.name),
        ("筹备组", record.group),
        ("花名册", f"{record.members} 人，女 {record.women_members} 人" if record.roster_id else ""),
        ("委员名额", str(record.seats or "")),
        ("候选人", record.candidates),
        ("公示", f"{record.notice_on:%Y-%m-%d} 起" if record.notice_on else ""),
        ("大会", f"{record.held_on:%Y-%m-%d}" if record.held_on else ""),
        ("得票", record.votes),
        ("任期", f"{record.term_years} 年" if record.term_years else ""),
        ("批复", f"{record.approval_number} {record.approval_on:%Y-%m-%d}" if record.approval_on else ""),
    ]
    return [(label, text) for label, text in found if text]


def _masked(record: Founding) -> str:
    return mask_phone(record.mobile.reveal()) if record.mobile else ""


def _checks(record: Founding) -> list[str]:
    """系统已核: what the program has checked, in figures, so that the reader need not count again."""
    numbers = numbers_of(record.item.place, record.held_on or clock.today())
    low, high = rules.seats_for(record.members)
    quorum = f"应到 {record.should_attend} 人，实到 {record.attended} 人，超过三分之二"
    votes = rules.read_votes(record.votes)
    won = "、".join(
        f"{name} {votes.get((name, post), 0)} 票"
        for name, _, post in record.elected
        if post in rules.COMMITTEE
    )
    publicity = f"公示 {numbers.publicity_days} 天期满，没有异议"
    return [
        f"花名册 {record.members} 人，身份证号全部有效，没有重复",
        f"委员名额 {record.seats} 人，在 {low} 到 {high} 人之内",
        "主席、委员候选人里没有法律规定不能当的人",
        publicity,
        quorum,
        f"当选票数都超过应到人数的一半：{won}",
    ]
