"""服务网's own pages: the first one, large type, finding an application again, what is done with one's data."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.http import Request
from gonghui.site.hall.feedback import is_said
from gonghui.work.joining import rules
from gonghui.work.joining.hall import NOTICE, own_receipt
from gonghui.work.joining.selectors import by_receipt
from gonghui.work.orders.selectors import offered

A_YEAR = 365 * 24 * 3600
FEW = 3  # of the menu, on the first page


@door(OPEN)
@require_GET
def home(request: Request) -> HttpResponse:
    """S01."""
    month = offered(clock.today())[:FEW]
    context = {"title": "今天需要什么", "receipt": own_receipt(request), "month": month}
    return render(request, "hall/home.html", context)


@door(OPEN)
@require_GET
def worker(request: Request) -> HttpResponse:
    """What answers for a card without a network; it has to lie where the pages it answers for lie."""
    return render(request, "hall/worker.js", content_type="text/javascript")


@door(OPEN)
@require_POST
def size(request: Request) -> HttpResponse:
    """大字版 and back, without a script."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) and wanted.startswith(
        "/"
    )
    answer = redirect(wanted if safe else "hall")
    if request.COOKIES.get("size") == "l":
        answer.delete_cookie("size", samesite="Lax")
    else:
        answer.set_cookie("size", "l", max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return answer


@door(OPEN)
@require_GET
def find(request: Request) -> HttpResponse:
    """The receipt typed in by who has only the paper or a picture of it."""
    typed = rules.plain(request.GET.get("code", ""))
    if not typed:
        return render(request, "hall/find.html", {"title": "凭受理凭证查"})
    if not ratelimit.consume(request, action="receipt"):
        return render(request, "429.html", status=429)
    if by_receipt(typed) is not None:
        return redirect("receipt", typed)
    if is_said(typed):
        return redirect("said", typed)
    return render(
        request, "hall/find.html", {"title": "凭受理凭证查", "code": typed, "wrong": True}, status=404
    )


@door(OPEN)
@require_GET
def privacy(request: Request) -> HttpResponse:
    """What is collected, what for, who reads it, how long, and what one may ask for; by version."""
    context = {"title": "个人信息处理规则", "version": NOTICE, "reads": rules.WHO_READS}
    return render(request, "hall/privacy.html", context)
