"""The pages of one union, one employer, one member; and the roster entries to be settled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.register.definition import REGISTERS
from gonghui.kernel.register.desk import detail, row_of
from gonghui.registers.members.actions import settle, settle_all
from gonghui.registers.members.selectors import events, pending_roster
from gonghui.registers.posts.selectors import serving
from gonghui.site.desk.around import FEDERATION, acts, children, figures
from gonghui.work.belonging.desk import acts_for
from gonghui.work.founding.selectors import running as founding_of

SHOWN = 12


def _list(key: str, query: str = "") -> str:
    return reverse("register", args=[key]) + query


@door("unions.read")
@require_GET
def union(request: Request, pk: int) -> HttpResponse:
    register = REGISTERS["unions"]
    found = row_of(register, request, str(pk))
    context = detail(register, request, found)
    actor = request.actor
    people_shown = serving(actor, pk, clock.today())[:SHOWN] if actor.may("cadres.read") else []
    context |= {
        "acts": acts(actor, found),
        "subtitle": f"{found.get_kind_display()} · {found.get_status_display()}",
        "figures": figures(actor, found),
        "notices": _union_notices(found),
        "children": children(actor, found),
        "children_title": "所属工会" if found.kind in FEDERATION else "下级工会和覆盖单位",
        "people": [
            {"label": f"{one.name}", "url": reverse("register-row", args=["cadres", one.pk]), "detail": f"{one.get_post_display()} · {one.get_form_display()}"}
            for one in people_shown
        ],
    }  # fmt: skip
    return render(request, "site/unit.html", context)


def _union_notices(found: Any) -> list[dict[str, str]]:
    if (
        found.term_until
        and found.term_until < clock.today()
        and found.status in {"established", "legal_person"}
    ):
        return [
            {
                "tone": "warn",
                "heading": "届期已满",
                "text": f"本届 {found.term_until:%Y-%m-%d} 届满，要办换届。",
            }
        ]
    return []


@door("employers.read")
@require_GET
def employer(request: Request, pk: UUID) -> HttpResponse:
    register = REGISTERS["employers"]
    found = row_of(register, request, str(pk))
    context = detail(register, request, found)
    union_url = reverse("union", args=[found.covered_by_id]) if found.covered_by_id else ""
    unseen = found.covered_by is None and found.covered_by_id
    notices = []
    if not found.covered_by_id:
        notices = [{"tone": "warn", "heading": "还没有工会", "text": "这家单位没有纳入任何工会。"}]
    context |= {
        "subtitle": " · ".join(filter(None, [found.get_nature_display(), found.get_industry_display()])),
        "notices": notices,
        "figures": [
            {"label": "职工", "value": found.workers, "unit": "人"},
            {"label": "其中农民工", "value": found.migrant_workers, "unit": "人"},
        ],
        "children": [{"label": found.covered_by.name, "url": union_url, "detail": "所属工会"}]
        if union_url and not unseen and request.actor.may("unions.read")
        else [],
    }
    if request.actor.may("founding.open") and not found.covered_by_id and not found.closed_on:
        begun = founding_of(found.pk).visible_to(request.actor).first()
        url = reverse("matter", args=[begun.pk]) if begun else reverse("founding-new", args=[found.pk])
        label = "看建会进展" if begun else "发起建会"
        context["acts"] = [{"label": label, "url": url, "primary": begun is None}]
    return render(request, "site/employer.html", context)


@door("members.read")
@require_GET
def member(request: Request, pk: UUID) -> HttpResponse:
    register = REGISTERS["members"]
    found = row_of(register, request, str(pk))
    context = detail(register, request, found)
    context |= {
        "subtitle": f"{found.unit.name} · {'在会' if found.membership_id else '会籍已终止'}",
        "related": [],
        "acts": acts_for(request.actor, found, is_member=bool(found.membership_id)),
    }
    context["sections"] = [*context["sections"], _changes(request, found)]
    return render(request, "site/member.html", context)


def _changes(request: Request, found: Any) -> dict[str, Any]:
    fields = [
        {"label": f"{one.on:%Y-%m-%d}", "text": f"{one.get_change_display()} · {one.unit.name}", "wide": True}
        for one in events(request.actor, found)
    ]
    return {"label": "会籍变化", "fields": fields}


@door("members.settle")
@require_http_methods(["GET", "POST"])
def roster(request: Request) -> HttpResponse:
    """Roster entries whose membership is settled here, above the unions that sent them."""
    if request.method == "POST":
        return _settled(request)
    page = Paginator(pending_roster(request.actor), 50).get_page(request.GET.get("page"))
    context = {
        "title": f"名册核对 · {page.paginator.count:,} 条",
        "subtitle": "名册里的人，没有会籍的可以入会；会籍在别处的，决定转过来还是不转。",
        "entries": page.object_list,
        "page": page,
    }
    return render(request, "site/roster.html", context)


def _settled(request: Request) -> HttpResponse:
    actor, today = request.actor, clock.today()
    if request.POST.get("all"):
        count = settle_all(actor=actor, today=today)
        messages.success(request, f"{count:,} 人没有别处的会籍，已入会")
        return redirect("roster")
    if not actor.may("members.settle"):
        raise PermissionDenied
    try:
        pk = UUID(request.POST.get("entry", ""))
    except ValueError:
        return redirect("roster")
    entry = get_object_or_404(pending_roster(actor), pk=pk)
    try:
        done = settle(actor=actor, entry=entry, today=today, move=request.POST.get("move") == "1")
        messages.success(request, f"{entry.name}：{done.get_outcome_display()}")
    except ValidationError as refusal:
        messages.error(request, f"{entry.name}：{'；'.join(refusal.messages)}")
    return redirect("roster")
