"""The desk's pages of 会员评家: opened, slips printed, closed, and what it came to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import door
from gonghui.kernel.http import Request
from gonghui.kernel.identifiers.qr import qr
from gonghui.kernel.parameters.rules import NoParameter
from gonghui.work.standards import selectors
from gonghui.work.standards.actions.polls import MOST, close_poll, issue_tickets, open_poll
from gonghui.work.standards.models import Poll
from gonghui.work.standards.rules.polls import ANSWERS, percent, result_of


class SlipsForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=MOST)


@door("standards.read")
@require_http_methods(["GET", "POST"])
def polls(request: Request, pk: int) -> HttpResponse:
    """The ratings of one union by its members, the latest first; beginning one."""
    actor = request.actor
    union = get_object_or_404(selectors.base_unions(actor), pk=pk)
    if request.method == "POST" and actor.may("standards.write"):
        try:
            with transaction.atomic():
                open_poll(
                    actor=actor, unit=union.unit, label=request.POST.get("label", ""), today=clock.today()
                )
            messages.success(request, "已开始，下一步发票")
        except NoParameter as missing:
            messages.error(request, str(missing))
        except ValidationError as refusal:
            messages.error(request, "；".join(refusal.messages))
        return redirect("polls", pk)
    found = list(Poll.objects.visible_to(actor).filter(unit_id=pk).order_by("-opened_on", "-pk"))
    context = {
        "title": f"{union.name}：会员评家", "union": union, "lines": [_line(one) for one in found],
        "may": actor.may("standards.write"), "is_open": any(one.closed_on is None for one in found), "most": MOST,
        "year": clock.today().year,
    }  # fmt: skip
    return render(request, "standards/polls.html", context)


def _line(poll: Poll) -> dict[str, Any]:
    """Until it is closed only how many came back is shown, so that nobody watches answers coming in."""
    found = result_of(poll)
    closed = poll.closed_on is not None
    return {
        "poll": poll, "closed": closed, "back": percent(found.returned), "counts": found.counts,
        "quorum": percent(poll.quorum), "satisfied": percent(found.satisfied), "content": percent(found.content),
        "answers": [(label, getattr(poll, key)) for key, label in ANSWERS] if closed else [],
    }  # fmt: skip


def _own(request: Request, pk: UUID) -> Poll:
    found: Poll = get_object_or_404(Poll.objects.visible_to(request.actor).select_related("unit"), pk=pk)
    return found


@door("standards.write")
@require_POST
def slips(request: Request, pk: UUID) -> HttpResponse:
    """发票: the page to print, shown this once."""
    poll, form = _own(request, pk), SlipsForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"一次发 1 到 {MOST} 张")
        return redirect("polls", poll.unit_id)
    try:
        codes = issue_tickets(actor=request.actor, poll=poll, number=form.cleaned_data["number"])
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
        return redirect("polls", poll.unit_id)
    addresses = [request.build_absolute_uri(reverse("poll-vote", args=[code])) for code in codes]
    made = [{"address": address, "picture": qr(address)} for address in addresses]
    context = {"title": f"{poll.label}：{len(codes)} 张票", "poll": poll, "slips": made}
    return render(request, "standards/slips.html", context)


@door("standards.write")
@require_POST
def close(request: Request, pk: UUID) -> HttpResponse:
    poll = _own(request, pk)
    try:
        closed = close_poll(actor=request.actor, poll=poll, today=clock.today())
        enough = "" if result_of(closed).counts else "；收回的票不够，这次不算数"
        messages.success(request, f"已结束，收回 {closed.returned} 张{enough}")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    return redirect("polls", poll.unit_id)
