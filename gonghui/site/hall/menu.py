"""/s/menu/, /s/my/orders/: what is offered, ordering it, and what became of it (S08–S10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gonghui.kernel import clock
from gonghui.kernel.actors.doors import OPEN, SUBJECT, door
from gonghui.kernel.http import Request
from gonghui.kernel.letters.box import own_letters, put_in
from gonghui.registers.services.rules import NEEDS
from gonghui.work.orders.forms import JudgeForm, OrderForm
from gonghui.work.orders.hall import CANCEL, JUDGE, ORDER
from gonghui.work.orders.rules import STARS
from gonghui.work.orders.selectors import offered, own_orders

STATES = {
    "asked": "待安排", "arranged": "已约好", "served": "已服务", "missed": "没有来", "refused": "没有安排", "withdrawn": "已取消",
}  # fmt: skip
FULL = "名额刚刚满了。有人取消会空出来，也可以看看菜单上别的"


@door(OPEN)
@require_GET
def menu(request: Request) -> HttpResponse:
    """What is offered today, by need; of one's own union first for whoever is signed in."""
    need = request.GET.get("need", "")
    found = offered(clock.today())
    there = {one.need for one, _ in found}
    context = {
        "title": "点服务", "need": need if need in there else "", "needs": [(key, label) for key, label in NEEDS if key in there],
        "rows": [(one, left) for one, left in found if need not in there or one.need == need],
    }  # fmt: skip
    return render(request, "hall/menu.html", context)


@door(OPEN)
@require_http_methods(["GET", "POST"])
def service(request: Request, pk: UUID) -> HttpResponse:
    """One service; whoever is signed in and belongs there may order it."""
    found = next(((one, left) for one, left in offered(clock.today()) if one.id == pk), None)
    if found is None:
        raise Http404
    one, left = found
    form = OrderForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        if not request.subject:
            return redirect("my-sign-in")
        if not ratelimit.consume(request, action="own_asked"):
            return render(request, "429.html", status=429)
        if form.is_valid() and left == 0:
            form.add_error(None, FULL)
        if form.is_valid():
            content = {"service": str(pk)} | form.cleaned_data
            put_in(subject=request.subject, kind=ORDER, content=content, now=clock.now())
            return redirect("my-orders")
    context = {"title": one.title, "one": one, "left": left, "form": form, "may": one.is_own and left != 0}
    return render(request, "hall/service.html", context, status=422 if form.errors else 200)


@door(SUBJECT)
@require_http_methods(["GET", "POST"])
def orders(request: Request) -> HttpResponse:
    """What I ordered, and what became of it; one that is open may be cancelled."""
    rows = own_orders()
    if request.method == "POST":
        _cancelled(request, rows)
        return redirect("my-orders")
    letters = own_letters(ORDER, CANCEL, JUDGE)
    context = {
        "title": "我点的服务", "rows": [row | {"state": STATES[row["stage"]]} for row in rows],
        "waiting": [one for one in letters if not one.fault], "failed": [one for one in letters if one.fault],
        "stars": dict(STARS),
    }  # fmt: skip
    return render(request, "hall/my_orders.html", context)


def _cancelled(request: Request, rows: list[dict[str, Any]]) -> None:
    wanted = request.POST.get("item", "")
    if wanted not in {str(one["item"]) for one in rows if one["closed_on"] is None}:
        raise Http404
    assert request.subject
    put_in(subject=request.subject, kind=CANCEL, content={"item": wanted}, now=clock.now())
    messages.success(request, "已经要求取消，过一会儿再看")


@door(SUBJECT)
@require_http_methods(["GET", "POST"])
def judge(request: Request, pk: UUID) -> HttpResponse:
    """How a service was that I came to; said once."""
    found = next(
        (one for one in own_orders() if one["item"] == pk and one["came"] and not one["stars"]), None
    )
    if found is None:
        raise Http404
    form = JudgeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        assert request.subject
        content = {"item": str(pk)} | form.cleaned_data
        put_in(subject=request.subject, kind=JUDGE, content=content, now=clock.now())
        messages.success(request, "谢谢，评价收到了")
        return redirect("my-orders")
    context = {"title": f"评价：{found['title']}", "one": found, "form": form}
    return render(request, "hall/my_judge.html", context, status=422 if form.errors else 200)
