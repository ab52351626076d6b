"""The desk's pages of a founding: beginning one or many, and what its page shows beside the common blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SIGNED_IN, door
from gonghui.kernel.documents.desk import files_of
from gonghui.kernel.documents.fonts import NoFont
from gonghui.kernel.documents.issuing import PDF, WORD, head_of
from gonghui.kernel.documents.paper import Paper, Table
from gonghui.kernel.documents.selectors import of_matter
from gonghui.kernel.documents.sheets import MEDIA_TYPE as SHEET_TYPE
from gonghui.kernel.documents.sheets import sheet
from gonghui.kernel.documents.showing import shown
from gonghui.kernel.documents.typeset import pdf
from gonghui.kernel.documents.wordfile import word
from gonghui.kernel.documents.wording import Wording
from gonghui.kernel.files.precheck import Refused
from gonghui.kernel.files.sandbox import ChildFailed
from gonghui.kernel.http import Request
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.secrets.masking import mask_phone
from gonghui.kernel.units.models import Unit
from gonghui.registers.employers.models import Employer
from gonghui.registers.employers.selectors import employers
from gonghui.work.founding import rules
from gonghui.work.founding.actions import begin, begin_all, note_paper
from gonghui.work.founding.forms import ParkForm, WholeForm
from gonghui.work.founding.models import Founding
from gonghui.work.founding.process import FOUNDING
from gonghui.work.founding.selectors import (
    covered,
    foundings,
    numbers_of,
    office_above,
    paper_of,
    ready_papers,
    running,
)

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
    known = running(employer.pk).visible_to(request.actor).first()
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
        "title": "成批发起建会", "form": form, "save_label": "发起", "drop_label": "不发起",
        "back_url": reverse("register", args=["work"]) + "?process=founding",
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


def founding_of(request: Request, pk: UUID) -> Founding:
    """The founding, if it is in sight; absent and out of sight are the same."""
    if not request.actor.post_id or not request.actor.may("founding.read"):
        raise Http404
    return get_object_or_404(foundings(request.actor), pk=pk)


@door(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def papers(request: Request, pk: UUID) -> HttpResponse:
    """The documents of a founding that can be made now; with whole numbers for who says why."""
    record = founding_of(request, pk)
    offered = ready_papers(record, clock.today(), request.actor)
    form = None
    if request.actor.may("members.reveal"):
        choices = [(one.key, one.label) for one in offered]
        form = WholeForm(choices, request.POST if request.method == "POST" else None)
    if form and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = _made(request, record, given["paper"], given["form"], reason=given["reason"])
        if isinstance(made, HttpResponse):
            return made
        form.add_error(None, made)
    context = {
        "title": f"{record.item.title}：材料", "offered": _offered(record, offered), "form": form,
        "back_url": reverse("matter", args=[pk]), "save_label": "下载全号的", "item": record.item,
    }  # fmt: skip
    return render(request, "work/founding_papers.html", context, status=422 if form and form.errors else 200)


@door(SIGNED_IN)
@require_GET
def paper(request: Request, pk: UUID, key: str, form: str) -> HttpResponse:
    """One document, made from what is known now, with masked numbers."""
    record = founding_of(request, pk)
    keys = {one.key for one in ready_papers(record, clock.today(), request.actor)}
    if key not in keys or form not in FORMATS or (form == "xlsx") > (key == "roster"):
        raise Http404
    made = _made(request, record, key, form)
    if isinstance(made, HttpResponse):
        return made
    messages.error(request, made)
    return redirect("matter", pk)


def _made(request: Request, record: Founding, key: str, form: str, reason: str = "") -> HttpResponse | str:
    """The file, or why it cannot be made."""
    try:
        text = paper_of(record, key, clock.today(), holder_above(record), whole=bool(reason))
        content, media_type = FORMATS[form](text)
    except (Refused, ChildFailed, NoFont) as refusal:
        return f"没有做成：{refusal}"
    note_paper(actor=request.actor, record=record, paper=key, form=form, reason=reason)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{text.heading}.{form}") or ""
    response.headers["Cache-Control"] = "no-store"
    return response


def holder_above(record: Founding) -> str:
    """The office that replies or has replied, by name."""
    return office_above(record) or holder_of(record).name


def _offered(record: Founding, offered: list[Wording]) -> list[dict[str, Any]]:
    return [
        {
            "label": one.label,
            "files": [
                {"label": label, "url": reverse("founding-paper", args=[record.pk, one.key, form])}
                for form, label in (("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel"))
                if form != "xlsx" or one.key == "roster"
            ],
        }
        for one in offered
    ]


def _sheet(text: Paper) -> tuple[bytes, str]:
    table = next(part for part in text.body if isinstance(part, Table))
    return sheet(text.heading, table), SHEET_TYPE


FORMATS: dict[str, Callable[[Paper], tuple[bytes, str]]] = {
    "docx": lambda text: (word(text), WORD),
    "pdf": lambda text: (pdf(text), PDF),
    "xlsx": _sheet,
}


@shown_with(FOUNDING)
def blocks(record: Founding, actor: Actor) -> dict[str, Any]:
    """What is known so far, the program's own checks, and the reply as it will read."""
    employer = record.employer_seen
    return {
        "facts": _facts(record, employer),
        "checks": _checks(record) if record.held_on else [],
        "officers": [{"name": name, "post": POST_LABELS.get(post, post)} for name, _, post in record.elected],
        "documents": [
            {
                "title": one.title,
                "number": one.number,
                "url": reverse("document", args=[one.pk]),
                "files": files_of(one),
            }
            for one in of_matter(actor, record.pk)
        ],
        "papers": _offered(record, ready_papers(record, clock.today(), actor)),
        "papers_url": reverse("founding-papers", args=[record.pk]) if actor.may("members.reveal") else "",
        "reply": shown(reply_as_it_reads(record))
        if record.item.stage_key == "approve" and not record.item.closed_on
        else None,
        "covers": [cover.employer.name for cover in covered(record)],
        "employer_url": reverse("employer", args=[employer.pk])
        if employer and actor.may("employers.read")
        else "",
        "union_url": reverse("union", args=[record.union_id])
        if record.union_id and actor.may("unions.read")
        else "",
    }


def reply_as_it_reads(record: Founding) -> Paper:
    """批复: every word of it, before it is signed; only the number is given then."""
    today = clock.today()
    office = holder_of(record)
    paper = paper_of(record, "reply", today, office.name)
    return paper.with_(mark=head_of(office, "reply").mark, signed_on=today)


def holder_of(record: Any) -> Unit:
    """The office that has the matter, by name also for who does not reach it."""
    item = record.item
    found = Unit.objects.filter(pk=item.holder_unit_id).first()
    return found or Unit(pk=item.holder_unit_id, name=item.holder_label.partition(" · ")[0])


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
        ("批复", f"{record.approval_number}\n{record.approval_on:%Y-%m-%d}" if record.approval_on else ""),
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
