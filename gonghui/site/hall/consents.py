"""/s/my/consents/: what somebody agreed to, each purpose by itself, taken back by one button."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import SUBJECT, door
from gonghui.kernel.http import Request
from gonghui.kernel.letters.box import own_letters, put_in
from gonghui.registers.members.rules import Purpose, notice
from gonghui.work.own import selectors
from gonghui.work.own.hall import CONSENT


@door(SUBJECT)
@require_http_methods(["GET", "POST"])
def consents(request: Request) -> HttpResponse:
    version, purposes = notice()
    if request.method == "POST":
        return _withdrawn(request, request.POST.get("purpose", ""))
    given = selectors.consents()
    rows = [_row(one, [row for row in given if row["purpose"] == one.key]) for one in purposes.values()]
    waiting = any(not one.fault for one in own_letters(CONSENT))
    context = {"title": "我同意过的", "rows": rows, "version": version, "waiting": waiting}
    return render(request, "hall/my_consents.html", context)


def _row(purpose: Purpose, given: list[dict[str, Any]]) -> dict[str, Any]:
    standing = [one for one in given if one["withdrawn_at"] is None]
    return {"purpose": purpose, "given": given, "stands": bool(standing)}


def _withdrawn(request: Request, key: str) -> HttpResponse:
    if not ratelimit.consume(request, action="own_asked"):
        return render(request, "429.html", status=429)
    standing = {one["purpose"] for one in selectors.consents() if one["withdrawn_at"] is None}
    if key not in standing or key not in notice()[1]:
        raise Http404
    assert request.subject
    put_in(subject=request.subject, kind=CONSENT, content={"purpose": key}, now=clock.now())
    messages.success(request, "收到了，同意已要求撤回")
    return redirect("my-consents")
