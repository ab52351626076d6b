"""/s/my/requests/: what somebody asks about their own data, and where it stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SUBJECT, door
from gonghui.kernel.http import Request
from gonghui.kernel.letters.box import own_letters, put_in
from gonghui.work.joining.selectors import own_applications
from gonghui.work.own import rules, selectors
from gonghui.work.own.forms import AskForm, CorrectForm
from gonghui.work.own.hall import ASK, CONSENT, UNDO

STATES = {"cleared": "已照办", "refused": "没有照办", "withdrawn": "已撤回"}
JOINED = {"cleared": "已入会", "refused": "没有批准", "withdrawn": "已撤回"}
ENOUGH = f"您有 {rules.MOST_OPEN} 件还没有答复，等答复了再提"


@door(SUBJECT)
@require_http_methods(["GET", "POST"])
def requests(request: Request) -> HttpResponse:
    """All of the person's requests with day and office; one that is open may be taken back."""
    if request.method == "POST":
        return _taken_back(request)
    letters = own_letters(ASK, UNDO, CONSENT)
    context = {
        "title": "我的申请", "rows": rows(), "kinds": rules.KINDS,
        "waiting": [one for one in letters if not one.fault], "failed": [one for one in letters if one.fault],
    }  # fmt: skip
    return render(request, "hall/my_requests.html", context)


def rows() -> list[dict[str, Any]]:
    """Requests about one's data and applications to join, the newest first."""
    kinds, fields = dict(rules.KINDS), dict(rules.FIELDS)
    asked = [
        one | {"what": f"{kinds[one['kind']]}{'：' + fields[one['field']] if one['field'] else ''}", "state": STATES.get(one["outcome"], "")}
        for one in selectors.requests()
    ]  # fmt: skip
    joined = [
        one | {"what": "入会申请", "state": JOINED.get(one["outcome"], ""), "joining": True}
        for one in own_applications()
    ]
    return sorted([*asked, *joined], key=lambda one: one["opened_on"], reverse=True)


def _taken_back(request: Request) -> HttpResponse:
    try:
        wanted = UUID(request.POST.get("item", ""))
    except ValueError:
        raise Http404 from None
    if wanted not in {one["item"] for one in selectors.requests() if one["closed_on"] is None}:
        raise Http404
    assert request.subject
    put_in(subject=request.subject, kind=UNDO, content={"item": str(wanted)}, now=clock.now())
    messages.success(request, "已经要求撤回，过一会儿再看")
    return redirect("my-requests")


@door(SUBJECT)
@require_http_methods(["GET", "POST"])
def ask(request: Request, kind: str) -> HttpResponse:
    """One request; said before what it means."""
    label = dict(rules.KINDS).get(kind)
    if label is None:
        raise Http404
    made = CorrectForm if kind == "correct" else AskForm
    form = made(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        if not ratelimit.consume(request, action="own_asked"):
            return render(request, "429.html", status=429)
        if form.is_valid() and _open() >= rules.MOST_OPEN:
            form.add_error(None, ENOUGH)
        if form.is_valid():
            assert request.subject
            put_in(
                subject=request.subject,
                kind=ASK,
                content={"kind": kind} | form.cleaned_data,
                now=clock.now(),
            )
            return redirect("my-requests")
    context = {"title": f"申请{label}", "label": label, "meaning": rules.MEANING[kind], "form": form}
    return render(request, "hall/my_ask.html", context, status=422 if form.errors else 200)


def _open() -> int:
    waiting = [one for one in own_letters(ASK, UNDO, CONSENT) if not one.fault]
    return len(waiting) + sum(1 for one in selectors.requests() if one["closed_on"] is None)
