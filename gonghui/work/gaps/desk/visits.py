"""Letters to those who have no union yet, and visits to them: one by one, and a whole grid at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.documents.paper import Paper
from gonghui.kernel.documents.typeset import pdf
from gonghui.kernel.documents.wordfile import bound, word
from gonghui.kernel.http import Request
from gonghui.kernel.process.models import WorkItem
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.register.forms import ColumnsForm
from gonghui.kernel.units.models import Unit
from gonghui.work.gaps import forms, rules, selectors
from gonghui.work.gaps.actions import visits as actions
from gonghui.work.gaps.models import Gap
from gonghui.work.gaps.selectors import visits as reads

FORMATS = {
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf, "application/pdf"),
}
MOST = 200  # places on one plan: more than a month of visits
LETTERS = 40  # printed at once: two weeks of visits
BROKEN = "没存上：和别人刚办的冲突，请核对后再试"


def _item(request: Request, pk: UUID) -> WorkItem:
    found: WorkItem = get_object_or_404(selectors.items(request.actor).select_related("gap"), pk=pk)
    return found


def _file(paper: Paper, form: str, name: str) -> HttpResponse:
    make, media = FORMATS[form]
    answer = HttpResponse(make(paper), content_type=media)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{form}"
    return answer


@door("gaps.read")
@require_GET
def letter(request: Request, pk: UUID, form: str) -> HttpResponse:
    """建会告知书, 入会邀请书: as it reads today, to be printed and signed."""
    item = _item(request, pk)
    if not item.gap.letter or form not in FORMATS:
        raise Http404
    paper = reads.letter_of(item, item.gap, reads.to_make(request.actor, item), clock.today())
    return _file(paper, form, f"{item.gap.whom}{paper.heading}")


@door("gaps.read")
@require_http_methods(["GET", "POST"])
def arrange(request: Request, pk: UUID) -> HttpResponse:
    """定上门时间; the day offered is the first by the numbers of the place."""
    item = _item(request, pk)
    visit = reads.to_make(request.actor, item)
    form = ColumnsForm(
        forms.ARRANGE, request.actor, visit, request.POST if request.method == "POST" else None
    )
    if visit is None:
        form.initial = _offered(request.actor, item)
    if request.method == "POST" and form.is_valid():
        given = form.values()
        words = {key: given[key] or "" for key in ("visitors", "bring")}
        if _done(request, form, lambda: actions.arrange(actor=request.actor, item=item, planned_on=given["planned_on"], now=clock.now(), **words)):  # fmt: skip
            return redirect("matter", pk)
    return _form(request, form, f"{item.title}：定上门时间", "定下来", reverse("matter", args=[pk]))


def _offered(actor: Actor, item: WorkItem) -> dict[str, str]:
    unit = Unit.objects.filter(pk=actor.unit_id).first()
    days = reads.days(1, unit, clock.today())
    return {
        "planned_on": days[0].on.isoformat() if days else "",
        "visitors": actor.name,
        "bring": rules.BRING.get(item.gap.letter, ""),
    }


@door("gaps.read")
@require_http_methods(["GET", "POST"])
def visited(request: Request, pk: UUID) -> HttpResponse:
    item = _item(request, pk)
    visit = reads.to_make(request.actor, item)
    form = ColumnsForm(forms.VISITED, request.actor, None, request.POST if request.method == "POST" else None)
    form.initial = {"visitors": visit.visitors if visit else request.actor.name}
    if request.method == "POST" and form.is_valid():
        given = form.values()
        words = {key: given[key] or "" for key in ("visitors", "result", "words")}
        if _done(request, form, lambda: actions.visited(actor=request.actor, item=item, done_on=given["done_on"], given=bool(given["given"]), now=clock.now(), **words)):  # fmt: skip
            return redirect("matter", pk)
    return _form(request, form, f"{item.title}：记一次走访", "记下来", reverse("matter", args=[pk]))


def _done(request: Request, form: Any, act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
    except DatabaseError:
        form.add_error(None, BROKEN)
    else:
        messages.success(request, "已记下")
        return True
    return False


def _form(request: Request, form: Any, title: str, label: str, back: str) -> HttpResponse:
    context = {"title": title, "row_title": title, "form": form, "save_label": label, "back_url": back}
    return render(request, "gaps/form.html", context, status=422 if form.errors else 200)


def _planned(request: Request) -> tuple[int | None, str, list[reads.Stop]]:
    actor, text = request.actor, request.GET.get("grid", "")
    grid = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    name = reads.name_of_grid(actor, grid) if grid else ""
    if grid and not name:
        raise Http404
    unit = Unit.objects.filter(pk=actor.unit_id).first()
    return grid, f"{name or '全部'}上门计划", reads.plan(actor, unit, grid, clock.today(), MOST)


@door("gaps.read")
@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """上门计划: every place of a grid in the order of the street, with the day that is arranged or proposed."""
    grid, title, stops = _planned(request)
    here = f"?grid={grid}" if grid else ""
    form = ColumnsForm(forms.WHO, request.actor, None, request.POST if request.method == "POST" else None)
    form.initial = {"visitors": request.actor.name}
    if request.method == "POST" and form.is_valid():
        who = form.values()["visitors"] or ""
        if _done(request, form, lambda: actions.arrange_all(actor=request.actor, stops=stops, visitors=who, now=clock.now())):  # fmt: skip
            return redirect(reverse("gaps-visits") + here)
    free = [
        one
        for one in stops
        if one.visit is None and one.proposed and actions.may_visit(one.item, request.actor)
    ]
    context = {
        "title": title, "stops": stops, "form": form, "free": len(free), "most": MOST if len(stops) == MOST else 0, "letters": min(LETTERS, len(stops)),
        "grid": grid, "grids": [one for one in selectors.ledger(request.actor, clock.today()) if one["grid_id"]],
        "here": here, "action": reverse("gaps-visits") + here,
    }  # fmt: skip
    return render(request, "gaps/visits.html", context, status=422 if form.errors else 200)


@door("gaps.read")
@require_GET
def plan_word(request: Request) -> HttpResponse:
    """The same to be taken along."""
    _, title, stops = _planned(request)
    return _file(reads.plan_paper(title, request.actor.unit_name, stops, clock.today()), "docx", title)


@door("gaps.read")
@require_GET
def letters(request: Request) -> HttpResponse:
    """The letters of a plan in one file, each on a page of its own, in the order of the visits."""
    _, title, stops = _planned(request)
    if not stops:
        raise Http404
    today = clock.today()
    papers = [reads.letter_of(one.item, one.gap, one.visit, today) for one in stops[:LETTERS]]
    answer = HttpResponse(bound(papers), content_type=FORMATS["docx"][1])
    name = quote(title.removesuffix("上门计划") + "告知书")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.docx"
    return answer


def letter_blocks(gap: Gap, actor: Actor) -> dict[str, Any]:
    """What the gap's own page shows of letters and visits."""
    item = gap.item
    if not gap.letter:
        return {}
    made = reads.visits_of(actor, item)
    return {
        "letter": dict(rules.LETTERS)[gap.letter], "may_visit": actions.may_visit(item, actor),
        "to_make": next((one for one in made if one.done_on is None), None),
        "visits": [one for one in made if one.done_on], "bring": rules.BRING[gap.letter],
    }  # fmt: skip
