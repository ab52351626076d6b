"""A member's own way in: the mobile number on file, the document's last four, a code. No password, no post."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from gonghui.kernel import clock, effort
from gonghui.kernel.actors.doors import OPEN, door
from gonghui.kernel.actors.subjects import enter, leave
from gonghui.kernel.http import Request
from gonghui.kernel.notices.catalogue import OWN
from gonghui.kernel.notices.codes import TooMany, is_alive, redeem, send_own_code
from gonghui.kernel.notices.gateways import introducer
from gonghui.work.own.actions import ENTERED, note
from gonghui.work.own.forms import CodeForm, SignInForm
from gonghui.work.own.selectors import whose

CODE = "own_code"  # what the browser's work is for
ASKED = "own_code"  # in the session: which code this browser waits for, and where it wanted to go
WRONG = "验证码不对，请核对最近一条消息里的 6 位数字"
OVER = "验证码过期了，或者试错的次数太多，请重新取一条"
NOT_SET_UP = "短信通道还没有开通，请打 12351，或到所在的工会查"


@door(OPEN)
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Number and last four. Whether anybody has them cannot be told from the answer."""
    if request.subject:
        return redirect("my")
    form = SignInForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        worked = effort.accepted(CODE, request.POST.get(effort.FIELD, ""), clock.now())
        if not ratelimit.consume(request, action="code_asked" if worked else "code_unworked"):
            return render(request, "429.html", status=429)
        if form.is_valid() and _asked(request, form):
            return redirect("my-code")
    context = {
        "effort": effort.challenge(CODE, clock.now()),
        "form": form,
        "title": "登录，看我的信息",
        "next": _next(request),
        "office": request.actor.is_known,
        "by_wechat": introducer("wechat") is not None,
    }
    return render(request, "hall/sign_in.html", context, status=422 if form.errors else 200)


def _asked(request: Request, form: forms.Form) -> bool:
    if not settings.GATEWAYS.get("sms"):
        form.add_error(None, NOT_SET_UP)
        return False
    number, last_four = form.cleaned_data["mobile"], form.cleaned_data["last_four"]
    try:
        pk = send_own_code(address=number, subject=whose(number, last_four), now=clock.now())
    except TooMany as refusal:
        form.add_error("mobile", str(refusal))
        return False
    request.session[ASKED] = {"pk": str(pk), "next": _next(request)}
    return True


def _next(request: Request) -> str:
    wanted = str(request.POST.get("next") or request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe and wanted.startswith("/s/") and ".." not in wanted else ""


@door(OPEN)
@require_http_methods(["GET", "POST"])
def check(request: Request) -> HttpResponse:
    asked: dict[str, Any] | None = request.session.get(ASKED)
    if asked is None:
        return redirect("my-sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST":
        if not ratelimit.consume(request, action="code_tried"):
            return render(request, "429.html", status=429)
        if form.is_valid() and _entered(request, form, UUID(asked["pk"])):
            return redirect(asked["next"] or "my")
    context = {"form": form, "title": "填写验证码", "demo": settings.DEMO}
    return render(request, "hall/code.html", context, status=422 if form.errors else 200)


def _entered(request: Request, form: forms.Form, pk: UUID) -> bool:
    now = clock.now()
    found = redeem(pk=pk, kind=OWN, text=form.cleaned_data["code"], now=now)
    if found is None or found.subject_id is None:
        form.add_error("code", WRONG if is_alive(pk, now) else OVER)
        return False
    enter(request, found.subject_id, now)
    note(found.subject_id, ENTERED)
    return True


@door(OPEN)
@require_POST
def out(request: Request) -> HttpResponse:
    """Signs out whoever is signed in here as themselves; of an office's session nothing changes."""
    if request.subject:
        leave(request)
    return redirect("hall")
