"""服务网: a member scans the code on the slip and says whether the union is good."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.http import Request
from gonghui.work.standards.actions.polls import ticket_of, vote
from gonghui.work.standards.rules.polls import ANSWERS


@door(OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: Request, code: str) -> HttpResponse:
    """会员评家: four answers, one press, once. Nobody is asked who they are."""
    if request.method == "POST" and vote(code, request.POST.get("answer", "")):
        return render(request, "standards/voted.html", {"title": "谢谢"})
    ticket = ticket_of(code)
    if ticket is None:
        return render(request, "standards/no_ticket.html", {"title": "这张票不能用"}, status=404)
    context = {
        "title": "会员评家",
        "poll": ticket.poll,
        "answers": ANSWERS,
        "missed": request.method == "POST",
    }
    return render(request, "standards/vote.html", context)
