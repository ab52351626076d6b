"""The desk's pages of ratings: beginning one, taking an award away, what its matter shows, and trying another version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.kernel.process.showing import shown_with
from gonghui.kernel.process.steps import MoveRefused
from gonghui.kernel.reach.actor import Actor
from gonghui.work.standards import actions, rules, selectors
from gonghui.work.standards.actions import losing, rating
from gonghui.work.standards.models import Award, Loss, Rating, Scheme
from gonghui.work.standards.process import LOSS, RATING
from gonghui.work.standards.selectors.trying import FALL, RISE, SAME, Tried, tried

PAGE = 50
WAYS = {RISE: "升", FALL: "降", SAME: "不变"}


@door("standards.write")
@require_POST
def rate(request: Request, pk: int) -> HttpResponse:
    """发起 the rating of one union."""
    union = get_object_or_404(selectors.base_unions(request.actor), pk=pk)
    family = request.POST.get("family", "")
    try:
        item = rating.begin_rating(union, actor=request.actor, family=family, now=clock.now())
    except MoveRefused as refusal:
        messages.error(request, f"没有发起：{refusal}")
        return redirect("standing", pk)
    messages.success(request, f"已发起：{item.title}")
    return redirect("matter", item.pk)


@door("standards.keep")
@require_POST
def lose(request: Request, pk: UUID) -> HttpResponse:
    """取消 an award from today on."""
    found = get_object_or_404(Award.objects.visible_to(request.actor), pk=pk)
    try:
        with transaction.atomic():
            why = request.POST.get("why", "")[:200]
            item = losing.lose(actor=request.actor, award=found, on=clock.today(), why=why, now=clock.now())
        messages.success(request, f"已取消，从今天起不算；工会可以在 {item.due_on} 以前申诉")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    except (NoParameter, MoveRefused) as refusal:
        messages.error(request, f"没有取消：{refusal}")
    return redirect("standing", found.unit_id)


@door("standards.read")
@require_GET
def trying(request: Request) -> HttpResponse:
    """试算: who would rise and who would fall under another version, by today's facts."""
    actor, today = request.actor, clock.today()
    wanted = _wanted(request)
    found = tried(actor, wanted, today)
    counts = {way: sum(one.way == way for one in found) for way in WAYS}
    show = request.GET.get("show", FALL if counts[FALL] else RISE)
    show = show if show in WAYS else FALL
    page = Paginator([one for one in found if one.way == show], PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"试算：{wanted}", "subtitle": _said(wanted, counts, len(found)), "by_points": wanted.kind == rules.POINTS,
        "ways": [(way, label, counts[way]) for way, label in WAYS.items()], "show": show, "page": page,
        "lines": [_line(one, wanted) for one in page.object_list], "scheme": request.GET.get("scheme", ""),
    }  # fmt: skip
    return render(request, "standards/what_if.html", context)


def _wanted(request: Request) -> Scheme:
    """A version kept here or above, by its id; or one that comes with the program, by its key."""
    asked = request.GET.get("scheme", "")
    if (values := actions.shipped().get(asked)) is not None:
        return Scheme(since=clock.today(), **values)
    try:
        wanted = UUID(asked)
    except ValueError:
        raise Http404 from None
    found: Scheme = get_object_or_404(selectors.schemes(request.actor), pk=wanted)
    return found


def _said(wanted: Scheme, counts: dict[str, int], total: int) -> str:
    if not total:
        return f"辖区里还没有按{rules.LABELS[wanted.family]}的别的版本核对的工会，没有可比的。"
    what = "星" if wanted.kind == rules.POINTS else "达标"
    return (
        f"{total:,} 家工会，按今天的台账和凭证：改用这个版本，{counts[RISE]:,} 家{what}会升，"
        f"{counts[FALL]:,} 家会降，{counts[SAME]:,} 家不变。只是试算，不改任何结果。"
    )


def _line(one: Tried, wanted: Scheme) -> dict[str, Any]:
    return {
        "name": one.name, "url": reverse("standing", args=[one.unit_id]), "now": _level(one.now, wanted),
        "then": _level(one.then, wanted), "points": f"{one.points_now} → {one.points_then}", "missing": "、".join(one.missing),
    }  # fmt: skip


def _level(level: int, wanted: Scheme) -> str:
    if wanted.kind == rules.POINTS:
        return f"{level} 星" if level else "不到最低一档"
    return "达标" if level else "没有达标"


@shown_with(RATING)
def rating_blocks(record: Rating, actor: Actor) -> dict[str, Any]:
    scheme = selectors.schemes(actor).filter(pk=record.scheme_id).first()
    vetoes = "、".join(one.label for one in scheme.list if one.veto) if scheme else ""
    found = [
        ("标准", str(scheme or "")), ("得分", f"{record.points.normalize():f} 分" if record.points else ""),
        ("够几星", f"{record.stars} 星" if record.stars else ""), ("一票否决", vetoes), ("自评说明", record.words),
        ("核查意见", record.opinion), ("公示从哪天开始", f"{record.shown_on or ''}"),
    ]  # fmt: skip
    return {
        "facts": [(label, text) for label, text in found if text],
        "more_url": reverse("standing", args=[record.unit_id]), "more_label": "逐条看凭证",
    }  # fmt: skip


@shown_with(LOSS)
def loss_blocks(record: Loss, actor: Actor) -> dict[str, Any]:
    award = Award.objects.visible_to(actor).filter(pk=record.award_id).first()
    given = (
        f"{award.since} 评定{f' {award.stars} 星' if award.stars else ''}（{award.number}）" if award else ""
    )
    found = [
        ("评定结果", given), ("取消日期", f"{record.lost_on}"), ("取消原因", record.why),
        ("恢复", f"{record.restored_on} 决定，从 {record.lost_on} 起恢复" if record.restored_on else ""),
    ]  # fmt: skip
    return {
        "facts": [(label, text) for label, text in found if text],
        "more_url": reverse("standing", args=[record.unit_id]), "more_label": "六有与星级",
    }  # fmt: skip
