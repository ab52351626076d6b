"""The desk's pages of standards: who comes up to them, what is missing where, the evidence, and the check-lists."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.files.desk import handed_out
from gonghui.kernel.http import Request
from gonghui.kernel.process.forms import DayField
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.process.uploads import keep_paper
from gonghui.kernel.reach.actor import Actor
from gonghui.kernel.units.models import Unit
from gonghui.registers.unions.models import Union
from gonghui.work.standards import actions, rules, selectors
from gonghui.work.standards.forms import CheckForm, HoldingForm, SchemeForm
from gonghui.work.standards.models import Holding, Scheme, Standing
from gonghui.work.standards.rules.schemes import Item
from gonghui.work.standards.selectors.facts import Known

PAGE = 50


@door("standards.read")
@require_GET
def standards(request: Request) -> HttpResponse:
    """How the unions in reach stand today, and what those that fall short are missing."""
    actor, today = request.actor, clock.today()
    family = _family(request)
    passed, assessed = selectors.share_of(actor, family, today)
    show = request.GET.get("show") == "passed"
    rows = selectors.stood(actor, family, today).filter(passed=show)
    page = Paginator(rows.select_related("unit", "scheme").order_by("-stars", "path"), PAGE).get_page(request.GET.get("page"))  # fmt: skip
    share = selectors.rate(passed, assessed)
    context = {
        "title": f"{rules.LABELS[family]}：{passed:,} 家达标，{assessed - passed:,} 家没有达标" if assessed else f"{rules.LABELS[family]}：还没有列入评定的工会",
        "subtitle": f"评定 {assessed:,} 家，达标率 {share:.2f} %（{today}）。按台账和凭证逐日算出，租约、届期一到就不算。" if share is not None else "",
        "family": family, "families": rules.FAMILIES, "show": show, "passed": passed, "short": assessed - passed,
        "lines": _lines(actor, list(page.object_list), today), "page": page, "may_keep": actor.may("standards.keep"),
        "is_awarded": family in rules.AWARDED, "query": f"family={family}&{'show=passed&' if show else ''}",
        "not_yet": _not_yet(actor, family) if actor.may("standards.keep") else 0,
    }  # fmt: skip
    return render(request, "standards/standards.html", context)


def _family(request: Request) -> str:
    found = request.GET.get("family", "six")
    if found not in rules.LABELS:
        raise Http404
    return found


def _not_yet(actor: Actor, family: str) -> int:
    there = selectors.assessed(actor, family)
    return selectors.base_unions(actor).exclude(pk__in=there.values("unit_id")).count()


def _lines(actor: Actor, rows: list[Standing], today: date) -> list[dict[str, Any]]:
    with selectors.whole(actor) as program:
        known = Known(program, [one.unit_id for one in rows])
        missing = {one.unit_id: selectors.short_of(one.scheme, known, one.unit_id, today) for one in rows}
    return [
        {
            "name": one.unit.name, "url": f"{reverse('standing', args=[one.unit_id])}#{one.family}", "since": one.since,
            "until": one.until, "stars": "★" * one.stars, "missing": missing[one.unit_id], "scheme": str(one.scheme),
        }
        for one in rows
    ]  # fmt: skip


@door("standards.keep")
@require_POST
def assess(request: Request) -> HttpResponse:
    """列入评定: every base union in reach that is not yet."""
    actor, family = request.actor, request.POST.get("family", "")
    try:
        units = selectors.base_unions(actor).values_list("pk", flat=True)
        made = actions.assess(actor=actor, units=units, family=family, since=clock.today())
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return redirect("standards")
    messages.success(request, f"{made:,} 家工会已列入{rules.LABELS[family]}评定")
    return redirect(f"{reverse('standards')}?family={family}")


def _union(request: Request, pk: int) -> Union:
    found: Union = get_object_or_404(selectors.base_unions(request.actor), pk=pk)
    return found


@door("standards.read")
@require_GET
def standing(request: Request, pk: int) -> HttpResponse:
    """One union: every standard that counts for it, item by item, down to the evidence and the day it ends."""
    actor, today = request.actor, _on(request)
    union = _union(request, pk)
    kept = list(selectors.schemes(actor))
    counting = [
        one for family, _ in rules.FAMILIES if (one := selectors.counting(kept, union.path, family, today))
    ]
    context = {
        "title": f"{union.name}：六有与星级", "union": union,
        "blocks": [_block(actor, union, scheme, today) for scheme in counting],
        "may_check": actor.may("standards.check"), "on": today, "is_past": today != clock.today(), "back_url": reverse("standards"),
    }  # fmt: skip
    return render(request, "standards/standing.html", context)


def _on(request: Request) -> date:
    """The day asked for: then the version of that day is applied to the facts of that day."""
    try:
        found = DayField(label="哪一天", required=False).clean(request.GET.get("on", ""))
    except ValidationError:
        found = None
    return min(found or date.max, clock.today())


def _block(actor: Actor, union: Union, scheme: Scheme, today: date) -> dict[str, Any]:
    found = selectors.items_now(scheme, union.pk, today, actor=actor)
    now = selectors.replay(scheme, union.pk, today, actor=actor)
    row = selectors.stood(actor, scheme.family, today).filter(unit=union.unit).first()
    by_points = scheme.kind == rules.POINTS
    awards = selectors.awards(actor, union.pk, scheme.family)
    losses = selectors.losses(actor, awards)
    return {
        "family": scheme.family, "label": rules.LABELS[scheme.family], "scheme": scheme, "by_points": by_points,
        "row": row, "stars": "★" * row.stars if row else "", "passed": bool(row and row.passed), "points": f"{now.points.normalize():f}",
        "now_stars": now.stars, "met": sum(one.met for one in found), "items": [_item(actor, union, one) for one in found],
        "history": selectors.history(actor, union.pk, scheme.family), "awards": [(one, losses.get(one.pk)) for one in awards],
        "may_rate": scheme.family in rules.AWARDED and actor.may("standards.write"), "may_lose": actor.may("standards.keep"),
    }  # fmt: skip


def _item(actor: Actor, union: Union, one: selectors.ItemNow) -> dict[str, Any]:
    item = one.item
    return {
        "block": item.block, "label": item.label, "most": item.most, "veto": item.veto, "met": one.met, "until": one.until,
        "by": rules.JUDGED[item.by], "asked": item.asked, "shown": [_shown(actor, held) for held in one.shown[:6]],
        "url": reverse("standard-evidence", args=[union.pk, item.key]) if item.asked and actor.may("standards.write") else "",
    }  # fmt: skip


def _shown(actor: Actor, held: Holding) -> dict[str, Any]:
    state = {
        None: "等核对",
        True: f"{held.checked_name} {held.checked_on} 核对",
        False: f"不算：{held.why_not}",
    }
    return {
        "pk": held.pk, "words": held.words, "since": held.since, "until": held.until, "state": state[held.accepted],
        "file_url": reverse("standard-file", args=[held.pk]) if held.file_id else "", "against": held.against,
        "to_check": held.accepted is None and held.given_by != actor.account_id and actor.may("standards.check"),
    }  # fmt: skip


def _asked_item(actor: Actor, union: Union, key: str) -> Item:
    """The item of that key, in any version that counts for the union."""
    for scheme in selectors.schemes(actor):
        if union.path.startswith(scheme.path):
            for item in scheme.list:
                if item.key == key and item.asked:
                    return item
    raise Http404


@door("standards.write")
@require_http_methods(["GET", "POST"])
def evidence(request: Request, pk: int, item: str) -> HttpResponse:
    """提供凭证 for one item of one union."""
    actor, union = request.actor, _union(request, pk)
    asked = _asked_item(actor, union, item)
    posted = request.method == "POST"
    form = HoldingForm(request.POST if posted else None, request.FILES if posted else None, item=asked)
    if posted and form.is_valid() and _given(request, union, asked, form):
        messages.success(request, f"已提供“{asked.label}”的凭证，由另一个人核对以后才算")
        return redirect("standing", pk)
    context = {
        "title": f"{asked.label}：{'登记不良记录' if asked.by == rules.UNLESS else '提供凭证'}", "row_title": union.name, "form": form,
        "back_url": reverse("standing", args=[pk]),
    }  # fmt: skip
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


def _given(request: Request, union: Union, item: Item, form: HoldingForm) -> bool:
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    try:
        with transaction.atomic():
            file = keep_paper(union.unit, upload, actor=request.actor, purpose="达标凭证") if upload else None
            actions.give(
                actor=request.actor, unit=union.unit, item=item.key, today=clock.today(), file=file,
                against=item.by == rules.UNLESS, **given,
            )  # fmt: skip
    except MoveRefused as refusal:
        form.add_error("file", str(refusal))
        return False
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@door("standards.check")
@require_POST
def check(request: Request, pk: UUID) -> HttpResponse:
    """核对 one piece of evidence; it counts from today on."""
    actor = request.actor
    held = get_object_or_404(Holding.objects.visible_to(actor), pk=pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有核对：给分填 0 到 100，原因最多 200 个字")
        return redirect("standing", held.unit_id)
    given = form.cleaned_data
    share = 100 if given["share"] is None else given["share"]
    try:
        actions.check(
            actor=actor, holding=held, today=clock.today(), accepted=given["accepted"] == "yes", share=share,
            why_not=given["why_not"],
        )  # fmt: skip
        messages.success(request, "已核对，达标情况随即按它重算")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("standing", held.unit_id)


@door("standards.read")
@require_GET
def file(request: Request, pk: UUID) -> HttpResponseBase:
    """The file of a piece of evidence; the journal keeps who looked."""
    held = get_object_or_404(Holding.objects.visible_to(request.actor).select_related("file"), pk=pk)
    if held.file is None:
        raise Http404
    return handed_out(request.actor, held.file)


@door("standards.read")
@require_GET
def lists(request: Request) -> HttpResponse:
    """The check-lists kept here and above, and those that come with the program."""
    actor, today = request.actor, clock.today()
    kept = list(selectors.schemes(actor))
    context = {
        "title": "标准", "rows": kept, "today": today, "may_keep": actor.may("standards.keep"),
        "shipped": [{"key": key, "label": one["label"], "version": one["version"], "family": rules.LABELS[one["family"]], "basis": one["basis"], "status": dict(rules.STATUS)[one["status"]]} for key, one in actions.shipped().items()],
    }  # fmt: skip
    return render(request, "standards/schemes.html", context)


@door("standards.keep")
@require_POST
def adopt(request: Request) -> HttpResponse:
    """采用 one that comes with the program, from a day on."""
    unit = get_object_or_404(Unit, pk=request.actor.unit_id)
    try:
        since = (
            DayField(label="从哪天起", required=False).clean(request.POST.get("since", "")) or clock.today()
        )
        with transaction.atomic():
            made = actions.adopt(actor=request.actor, unit=unit, key=request.POST.get("key", ""), since=since)
        messages.success(request, f"已采用：{made}，从 {since} 起算")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("standard-schemes")


@door("standards.read")
@require_http_methods(["GET", "POST"])
def scheme(request: Request, pk: UUID) -> HttpResponse:
    """One version, item by item; whoever keeps it can end it from a day on."""
    actor = request.actor
    found = get_object_or_404(selectors.schemes(actor), pk=pk)
    may_stop = actor.may("standards.keep") and found.unit_id == actor.unit_id
    if request.method == "POST":
        if not may_stop:
            raise Http404
        _stopped(request, found)
        return redirect("standard-scheme", pk)
    items = [(one, rules.JUDGED[one.by], rules.PROOFS[one.proof]) for one in found.list]
    context = {
        "title": str(found), "scheme": found, "items": items, "by_points": found.kind == rules.POINTS, "may_stop": may_stop,
        "may_keep": actor.may("standards.keep"), "lines": sorted(found.lines.items(), reverse=True),
    }  # fmt: skip
    return render(request, "standards/scheme.html", context)


def _stopped(request: Request, found: Scheme) -> None:
    try:
        until = DayField(label="从哪天起停用").clean(request.POST.get("until", ""))
        assert until is not None
        with transaction.atomic():
            actions.stop_scheme(actor=request.actor, scheme=found, until=until)
        messages.success(request, f"从 {until} 起停用")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))


@door("standards.keep")
@require_http_methods(["GET", "POST"])
def version(request: Request) -> HttpResponse:
    """A new version, begun from one there is (``based``) or from nothing."""
    actor = request.actor
    form = SchemeForm(request.POST if request.method == "POST" else None, based=_based(request))
    if request.method == "POST" and form.is_valid():
        unit = get_object_or_404(Unit, pk=actor.unit_id)
        try:
            with transaction.atomic():
                made = actions.keep_scheme(actor=actor, unit=unit, **form.cleaned_data)
            messages.success(request, f"已保存：{made}，从 {made.since} 起算")
            return redirect("standard-scheme", made.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"title": "新版本的标准", "form": form, "back_url": reverse("standard-schemes")}
    return render(request, "register/form.html", context, status=422 if form.errors else 200)


def _based(request: Request) -> Scheme | None:
    try:
        wanted = UUID(request.GET.get("based", ""))
    except ValueError:
        return None
    return selectors.schemes(request.actor).filter(pk=wanted).first()
