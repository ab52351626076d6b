"""/s/feedback/: 投诉建议 and 职工诉求 on one's own phone, as a guest or signed in; and where it stands."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock, effort
from gonghui.kernel.actors.doors import OPEN, SUBJECT, door
from gonghui.kernel.http import Request
from gonghui.kernel.letters.box import by_receipt, hand_in, index_of_receipt, own_letters, put_in
from gonghui.work.appeals import selectors
from gonghui.work.appeals.forms import SayForm
from gonghui.work.appeals.hall import SAY
from gonghui.work.appeals.rules import HOTLINE, KINDS

WORK = "say"  # what the browser's work is for
STATES = {"cleared": "已答复", "refused": "不归工会办", "withdrawn": "已撤回", "": "正在办"}
TOO_MANY = "这里刚交了很多份，请等几分钟再交。填好的都还在"


@door(OPEN)
@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: Request) -> HttpResponse:
    """One page: what it is, and if they like who they are. Answered by the union of the place, never by an employer's."""
    places = None if request.subject else selectors.places()
    form, now = SayForm(request.POST if request.method == "POST" else None, places=places), clock.now()
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        worked = effort.accepted(WORK, request.POST.get(effort.FIELD, ""), now)
        if ratelimit.consume(request, action="join" if worked else "join_unworked"):
            return _kept(request, form.cleaned_data)
        form.add_error(None, TOO_MANY)
        status = 429
    context = {"title": "投诉建议", "form": form, "hotline": HOTLINE, "effort": effort.challenge(WORK, now)}
    return render(request, "hall/feedback.html", context, status=status)


def _kept(request: Request, content: dict[str, Any]) -> HttpResponse:
    if request.subject:
        put_in(subject=request.subject, kind=SAY, content=content, now=clock.now())
        return redirect("my-said")
    return redirect("said", hand_in(kind=SAY, content=content, now=clock.now()))


@door(OPEN)
@never_cache
@require_GET
def said(request: Request, receipt: str) -> HttpResponse:
    """Where it stands and what was answered, for whoever holds the receipt."""
    if not ratelimit.consume(request, action="receipt"):
        return render(request, "429.html", status=429)
    found, waiting = selectors.by_receipt(index_of_receipt(receipt)), by_receipt(receipt)
    if found is None and waiting is None:
        raise Http404
    context = {
        "title": "我反映的事", "receipt": receipt, "rows": [_shown(found)] if found else [],
        "waiting": waiting if waiting and not waiting.fault else None, "failed": [waiting] if waiting and waiting.fault else [],
    }  # fmt: skip
    return render(request, "hall/said.html", context)


def is_said(receipt: str) -> bool:
    """Whether there is something under this receipt."""
    return selectors.by_receipt(index_of_receipt(receipt)) is not None or by_receipt(receipt) is not None


@door(SUBJECT)
@require_GET
def mine(request: Request) -> HttpResponse:
    """The same of everything the signed-in member has said."""
    letters = own_letters(SAY)
    context = {
        "title": "我反映的事", "rows": [_shown(one) for one in selectors.own_appeals()],
        "waiting": next((one for one in letters if not one.fault), None), "failed": [one for one in letters if one.fault],
    }  # fmt: skip
    return render(request, "hall/said.html", context)


def _shown(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"what": dict(KINDS)[one["kind"]], "state": STATES[one["outcome"]]}
